import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import { createFetch } from '../src/create-fetch.js';
import { createTokenSource } from '../src/create-token-source.js';
import { InvalidGrant } from '../src/errors.js';
import { type Answer, REFUSED, TokenEndpoint } from './support/token-endpoint.js';

/** An API that takes tokens that it has not been told to refuse, and notes what it was asked. */
describe('a fetch with tokens', () => {
  let endpoint: TokenEndpoint;
  let api: Server;
  let asked: string[];
  let refused: Set<string>;
  let call: typeof fetch;

  beforeEach(async () => {
    asked = [];
    refused = new Set();
    endpoint = await TokenEndpoint.start();
    api = createServer((request, response) => {
      void text(request).then((body) => {
        const { authorization = '' } = request.headers;
        asked.push(`${request.method} ${authorization} ${body}`.trim());
        response.writeHead(refused.has(authorization) ? 401 : 200).end();
      });
    });
    await once(api.listen(0, '127.0.0.1'), 'listening');
    call = createFetch(createTokenSource({ tokenUrl: endpoint.url, credential: 'bab_x' }));
  });
  afterEach(() => {
    endpoint.stop();
    api.close();
    api.closeAllConnections();
  });
  const url = () => `http://127.0.0.1:${(api.address() as AddressInfo).port}/orders`;

  it('sends one with each request, the same while it is good', async () => {
    await call(url());
    await call(new Request(url(), { method: 'POST', body: 'a' }));
    expect(asked).toEqual(['GET Bearer token-1', 'POST Bearer token-1 a']);
  });

  it.each<[string, () => Parameters<typeof fetch>]>([
    ['text', () => [url(), { method: 'POST', body: 'abc' }]],
    ['bytes', () => [url(), { method: 'POST', body: Buffer.from('abc') }]],
    ['a form', () => [url(), { method: 'POST', body: new Blob(['abc']) }]],
  ])('answers a 401 once with a fresh token, and sends the body again: %s', async (_, request) => {
    refused.add('Bearer token-1');
    expect((await call(...request())).status).toBe(200);
    expect(asked).toEqual(['POST Bearer token-1 abc', 'POST Bearer token-2 abc']);
  });

  it('does so too where the body of the 401 breaks off before the fresh token is there', async () => {
    await call(url());
    refused.add('Bearer token-1');
    api.prependOnceListener('request', (_, response) => {
      endpoint.gate = once(response, 'close');
      Object.assign(response, { end: () => response.write('a', () => response.destroy()) });
    });
    expect((await call(url())).status).toBe(200);
  });

  it('gives a second 401 as it is', async () => {
    refused.add('Bearer token-1').add('Bearer token-2');
    expect((await call(url())).status).toBe(401);
    expect(asked).toHaveLength(2);
  });

  it('gives the first 401 when there is no other token than that one', async () => {
    refused.add('Bearer the-same');
    const body = { access_token: 'the-same', expires_in: 900 };
    endpoint.next.push({ body }, { body });
    expect((await call(url())).status).toBe(401);
    expect(asked).toHaveLength(1);
  });

  it('asks for no other on each call to an API that answers 401 for reasons of its own', async () => {
    refused.add('Bearer the-same');
    endpoint.next.push(...Array<Answer>(6).fill({ body: { access_token: 'the-same', expires_in: 900 } }));
    for (let n = 0; n < 5; n += 1) expect((await call(url())).status).toBe(401);
    expect(endpoint.forms).toHaveLength(2);
  });

  it('gives the first 401 where the body was a stream', async () => {
    refused.add('Bearer token-1');
    const body = new Blob(['abc']).stream();
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await call(url(), init)).status).toBe(401);
    expect(asked).toEqual(['POST Bearer token-1 abc']);
  });

  it('tells that the credential was refused, where the API refused its token', async () => {
    await call(url());
    refused.add('Bearer token-1');
    endpoint.next.push(REFUSED);
    await expect(call(url())).rejects.toThrow(InvalidGrant);
  });

  it('leaves no 401 unread where there is no fresh token', async () => {
    await call(url());
    refused.add('Bearer token-1');
    endpoint.next.push(REFUSED);
    const sent = jest.spyOn(globalThis, 'fetch');
    await expect(call(url())).rejects.toThrow(InvalidGrant);
    const answers = await Promise.all(sent.mock.results.map(({ value }) => value as Promise<Response>));
    sent.mockRestore();
    expect(answers.map(({ status, bodyUsed }) => [status, bodyUsed])).toContainEqual([401, true]);
  });

  it('keeps to the signal of the request', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(call(url(), { signal })).rejects.toThrow('gone');
    expect(endpoint.forms).toEqual([]);
  });
});
