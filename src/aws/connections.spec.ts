import type { RequestListener } from 'node:http';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { standStill } from '../../test/support/stand-still.js';
import { startWireServer, type WireServer } from '../../test/support/wire-server.js';
import { Connections } from './connections.js';

const TRY = 100;
const NO_KEYS = JSON.stringify({ Keys: [] });

describe('connections', () => {
  let server: WireServer;
  let client: KMSClient;
  let calls: number;
  let answer: RequestListener;

  beforeEach(async () => {
    calls = 0;
    answer = (_request, response) => response.end(NO_KEYS);
    server = await startWireServer((request, response) => {
      calls++;
      void answer(request, response);
    });
    client = clientWith(new Connections(TRY));
  });
  afterEach(() => {
    client.destroy();
    server.close();
  });

  const clientWith = (requestHandler: Connections) =>
    new KMSClient({
      region: 'eu-central-1',
      endpoint: server.endpoint,
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 2,
      requestHandler,
    });
  const ask = (abortSignal?: AbortSignal) => client.send(new ListKeysCommand({}), { abortSignal });

  it('take an answer that came while the process stood still, though its time is up', async () => {
    await ask();
    const answered = new Promise<void>((resolve) => {
      answer = (_request, response) => response.end(NO_KEYS, resolve);
    });
    const asking = ask();
    await answered;
    standStill(2 * TRY);
    expect(await asking).toMatchObject({ Keys: [] });
    expect(calls).toBe(2);
  });

  it('give up a try without an answer, and the SDK tries again', async () => {
    answer = () => {
      answer = (_request, response) => response.end(NO_KEYS);
    };
    expect(await ask()).toMatchObject({ Keys: [] });
    expect(calls).toBe(2);
  });

  it('tell the time that is up', async () => {
    answer = () => undefined;
    await expect(ask()).rejects.toMatchObject({ name: 'TimeoutError', message: 'no answer in time' });
    expect(calls).toBe(2);
  });

  it('give a call the time that it is sent with', async () => {
    const patient = clientWith(new Connections(600_000));
    answer = () => undefined;
    const asking = patient.send(new ListKeysCommand({}), { requestTimeout: TRY });
    await expect(asking).rejects.toMatchObject({ name: 'TimeoutError' });
    patient.destroy();
  });

  it('do not wait for the rest of an answer either', async () => {
    answer = (_request, response) => response.writeHead(200, { 'content-length': 100 }).write('{');
    await expect(ask()).rejects.toThrow('aborted');
    expect(calls).toBe(2);
  });

  it('end with what asks', async () => {
    const asker = new AbortController();
    answer = () => asker.abort();
    await expect(ask(asker.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
