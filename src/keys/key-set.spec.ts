import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { Clock, MINUTE, SECOND } from '../common/clock.js';
import { DependencyUnavailable } from '../common/errors/dependency-errors.js';
import { KeySet } from './key-set.js';

class TestClock extends Clock {
  at = Date.now();
  now(): number {
    return this.at;
  }
}

describe('the keys of a pool', () => {
  let server: Server;
  let answer: { status: number; body: string };
  let fetches: number;
  let clock: TestClock;
  let keys: KeySet;

  beforeEach(async () => {
    fetches = 0;
    server = createServer((_, response) => {
      fetches++;
      response.writeHead(answer.status).end(answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    clock = new TestClock();
    keys = new KeySet(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, clock);
  });
  afterEach(() => server.close());

  async function publish(...kids: string[]) {
    const pairs = await Promise.all(kids.map(() => generateKeyPair('RS256')));
    const published = pairs.map(async ({ publicKey }, i) => ({
      ...(await exportJWK(publicKey)),
      kid: kids[i],
      alg: 'RS256',
    }));
    answer = { status: 200, body: JSON.stringify({ keys: await Promise.all(published) }) };
    return pairs.map(({ privateKey }, i) =>
      new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: kids[i] }).sign(privateKey),
    );
  }

  const verify = async (token: Promise<string> | undefined) => jwtVerify(await token!, keys.keyFor);

  it('are fetched once and kept for ten minutes', async () => {
    const [token] = await publish('one');
    await Promise.all([verify(token), verify(token), keys.current()]);
    clock.at += 9 * MINUTE;
    await verify(token);
    expect(fetches).toBe(1);
    clock.at += 2 * MINUTE;
    await verify(token);
    expect(fetches).toBe(2);
  });

  it.each([
    ['is away', { status: 503, body: '' }],
    ['sends no JSON', { status: 200, body: '<html>' }],
    ['sends a document without keys', { status: 200, body: '{"keys":[]}' }],
    ['sends null', { status: 200, body: 'null' }],
  ])('are kept while the pool %s', async (_, failure) => {
    const [token] = await publish('one');
    await verify(token);
    answer = failure;
    clock.at += 60 * MINUTE;
    await verify(token);
    expect((await keys.current()).keys).toHaveLength(1);
  });

  it('are an outage when there never were any', async () => {
    answer = { status: 503, body: '' };
    await expect(keys.current()).rejects.toThrow(DependencyUnavailable);
  });

  it('are looked up again for an unknown key, once in ten seconds however many come', async () => {
    const [known] = await publish('one');
    await verify(known);
    const [, unknown] = await publish('one', 'two');
    clock.at += 11 * SECOND;
    await verify(unknown);
    expect(fetches).toBe(2);
    const [forged] = await publish('forged');
    for (let i = 0; i < 20; i++) await expect(verify(forged)).rejects.toThrow();
    expect(fetches).toBe(2);
  });

  it('leave it open whether an unknown key is one of theirs, while the pool is away', async () => {
    const [known] = await publish('one');
    await verify(known);
    const [, rotated] = await publish('one', 'two');
    const published = answer;
    answer = { status: 503, body: '' };
    clock.at += 11 * SECOND;
    await expect(verify(rotated)).rejects.toThrow(DependencyUnavailable);
    await expect(verify(rotated)).rejects.toThrow(DependencyUnavailable);
    answer = published;
    clock.at += 11 * SECOND;
    await verify(rotated);
    expect(fetches).toBe(3);
  });

  it('are asked for once in ten seconds while there are none', async () => {
    answer = { status: 503, body: '' };
    for (let i = 0; i < 20; i++) await expect(keys.current()).rejects.toThrow(DependencyUnavailable);
    expect(fetches).toBe(1);
    void (await publish('one'));
    clock.at += 11 * SECOND;
    expect((await keys.current()).keys).toHaveLength(1);
  });
});
