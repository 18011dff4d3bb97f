import { once } from 'node:events';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { standStill } from '../../test/support/stand-still.js';
import { Deadlines } from './deadlines.js';

describe('deadlines', () => {
  it('are shared by what begins together', () => {
    const deadlines = new Deadlines(1_000);
    expect(deadlines.next()).toBe(deadlines.next());
  });

  it('end as a timeout does', async () => {
    const signal = new Deadlines(1).next();
    await once(signal, 'abort');
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('let what came in time be read, where the process was too busy to look', async () => {
    const server = createServer((socket) => socket.write('in time')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const seen: string[] = [];
    socket.on('data', () => seen.push('answer'));
    const signal = new Deadlines(10).next();
    signal.addEventListener('abort', () => seen.push('deadline'));
    await once(server, 'connection');
    standStill(50);
    await once(signal, 'abort');
    expect(seen).toEqual(['answer', 'deadline']);
    socket.destroy();
    server.close();
  });
});
