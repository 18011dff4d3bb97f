import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ANY, type FaultProxy, startFaultProxy } from './fault-proxy.js';

describe('the fault proxy', () => {
  let heard: string[];
  let target: Server;
  let proxy: FaultProxy;

  beforeEach(async () => {
    heard = [];
    target = createServer((request, response) => {
      void buffer(request).then((body) => {
        heard.push(`${request.method} ${request.url} ${body.toString()}`);
        response.writeHead(201, { 'x-answer': 'yes' }).end(`answer to ${body.toString()}`);
      });
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
    proxy = await startFaultProxy(`http://127.0.0.1:${(target.address() as AddressInfo).port}`);
  });

  afterEach(async () => {
    await proxy.stop();
    target.close();
    target.closeAllConnections();
  });

  const call = (operation: string, body = 'body', signal?: AbortSignal) =>
    fetch(`${proxy.endpoint}/path?query`, {
      method: 'POST',
      headers: { 'x-amz-target': `Service_2012.${operation}` },
      body,
      signal,
    });

  it('passes what no rule meets', async () => {
    proxy.resetBefore('Other');
    const response = await call('Get', 'ü');

    expect(response.status).toBe(201);
    expect(response.headers.get('x-answer')).toBe('yes');
    expect(await response.text()).toBe('answer to ü');
    expect(heard).toEqual(['POST /path?query ü']);
  });

  it('passes requests that are none of AWS', async () => {
    expect((await fetch(`${proxy.endpoint}/jwks.json`)).status).toBe(201);
    expect(heard).toEqual(['GET /jwks.json ']);
  });

  it('counts requests by operation, refused ones too', async () => {
    proxy.status('Get', { status: 500, type: 'InternalError' }, { times: 1 });
    await Promise.all([call('Get'), call('Get'), call('Put')]);

    expect([proxy.count('Get'), proxy.count('Put'), proxy.count('Other')]).toEqual([2, 1, 0]);
    expect(heard).toHaveLength(2);
  });

  it('answers with an error of AWS', async () => {
    proxy.status('Get', { status: 400, type: 'ThrottlingException', message: 'slow down' });
    const response = await call('Get');

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ __type: 'ThrottlingException', message: 'slow down' });
    expect(heard).toEqual([]);
  });

  it('holds a request from the target until it is released, and then no more', async () => {
    const hold = proxy.hold('Get');
    const response = call('Get');
    await hold.held;
    await call('Put', 'meanwhile');
    expect(heard).toEqual(['POST /path?query meanwhile']);

    hold.release();
    expect((await response).status).toBe(201);
    expect((await call('Get')).status).toBe(201);
  });

  it('holds an answer', async () => {
    const hold = proxy.holdAnswer('Get', { times: 1 });
    const response = call('Get', 'held');
    await hold.held;
    expect(heard).toEqual(['POST /path?query held']);
    expect((await call('Get')).status).toBe(201);

    hold.release();
    expect(await (await response).text()).toBe('answer to held');
  });

  it('cuts before the target hears', async () => {
    proxy.resetBefore(ANY, { times: 1 });

    await expect(call('Get')).rejects.toThrow();
    expect(heard).toEqual([]);
    expect((await call('Get')).status).toBe(201);
  });

  it('cuts after the request took effect', async () => {
    proxy.resetAfter('Put');

    await expect(call('Put', 'done')).rejects.toThrow();
    expect(heard).toEqual(['POST /path?query done']);
  });

  it('never answers out of a black hole', async () => {
    proxy.blackHole('Get');
    const patience = new AbortController();
    const response = call('Get', 'lost', patience.signal);
    while (proxy.count('Get') === 0) await call('Put');
    patience.abort();

    await expect(response).rejects.toThrow('aborted');
    expect(heard).not.toContain('POST /path?query lost');
  });

  it('is down until it is cleared', async () => {
    await call('Get');
    proxy.down();
    await expect(call('Get')).rejects.toThrow();
    await expect(call('Get')).rejects.toThrow();

    proxy.clear();
    expect((await call('Get')).status).toBe(201);
  });

  it('lets what it holds go on when it is cleared', async () => {
    const { held } = proxy.hold('Get');
    const response = call('Get');
    await held;
    proxy.clear();

    expect((await response).status).toBe(201);
    expect((await call('Get')).status).toBe(201);
  });

  it('meets the n-th request alone', async () => {
    proxy.status('Get', { status: 400, type: 'Third' }, { after: 2, times: 1 });
    const statuses: number[] = [];
    for (let nth = 0; nth < 4; nth++) statuses.push((await call('Get')).status);

    expect(statuses).toEqual([201, 201, 400, 201]);
  });

  it('answers late', async () => {
    proxy.slow('Get', 50, { times: 1 });
    const began = performance.now();

    expect((await call('Get')).status).toBe(201);
    expect(performance.now() - began).toBeGreaterThan(49);
  });

  it('cuts in the middle of an answer', async () => {
    proxy.half('Put');
    const response = await call('Put', 'done');

    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow();
    expect(heard).toEqual(['POST /path?query done']);
  });

  it('applies rules in the order they were made', async () => {
    proxy.status('Get', { status: 400, type: 'First' }, { times: 1 });
    proxy.status(ANY, { status: 503, type: 'Second' });

    expect([(await call('Get')).status, (await call('Get')).status]).toEqual([400, 503]);
  });

  it('cuts the caller off when the target is gone', async () => {
    target.close();
    target.closeAllConnections();

    await expect(call('Get')).rejects.toThrow();
  });
});
