import { startBroker, type TestBroker } from '../../support/broker.js';
import { bytesOf, chunked } from '../../support/http-message.js';
import {
  makeOAuthEndpoints,
  type OAuthEndpoint,
  type OAuthEndpointName,
  type OAuthEndpoints,
  posted,
} from '../../support/oauth-endpoints.js';
import { rawAnswers, rawRequest } from '../../support/raw-request.js';
import { notAForm, refusedUnrouted, served, told } from './told.js';

const MALFORMED = () => refusedUnrouted('400 Bad Request', 'malformed_request');
const KEPT_OPEN = { headers: { connection: 'keep-alive' } };

/** What takes more than one message, or less than a whole one. */
describe.each<OAuthEndpointName>(['token', 'revoke', 'introspect'])('a connection to /oauth/%s', (name) => {
  let broker: TestBroker;
  let endpoints: OAuthEndpoints;
  let to: OAuthEndpoint;

  beforeAll(async () => {
    broker = await startBroker();
    endpoints = await makeOAuthEndpoints(broker);
    to = endpoints[name];
  });
  afterAll(() => broker.stop());

  const cutShort = (count: number) => bytesOf(posted(to)).subarray(0, -count);

  it('takes one request after the other, whatever became of the first', async () => {
    const refused = posted(to, { headers: { ...KEPT_OPEN.headers, 'content-type': 'text/plain' } });
    const bytes = [bytesOf(posted(to, KEPT_OPEN)), bytesOf(refused), bytesOf(posted(to))];
    const answers = await rawAnswers(broker.url, Buffer.concat(bytes));

    expect(answers.map(told)).toEqual([served(to), notAForm(), served(to)]);
  });

  it.each<[string, (to: OAuthEndpoint) => string | Buffer]>([
    ['what is no request', () => 'no request\r\n\r\n'],
    ['a request with a broken body', (to) => bytesOf(posted(to, { ...chunked(), body: 'zz\r\n' }))],
    [
      'two, the last of them broken',
      (to) => `${bytesOf(posted(to, KEPT_OPEN)).toString()}no request\r\n\r\n`,
    ],
  ])('answers a request with its own answer before %s', async (_, behind) => {
    const bytes = Buffer.concat([bytesOf(posted(to, KEPT_OPEN)), Buffer.from(behind(to))]);
    const [first] = await rawAnswers(broker.url, bytes);

    expect(told(first!)).toEqual(served(to));
  });

  it('says that it waits for the body, to whoever waits for that', async () => {
    const bytes = bytesOf(posted(to, { headers: { expect: '100-continue' } }));
    const [interim, final] = await rawAnswers(broker.url, bytes);

    expect(interim!.statusLine).toBe('HTTP/1.1 100 Continue');
    expect(told(final!)).toEqual(served(to));
  });

  it('refuses a body that is cut short', async () => {
    expect(told(await rawRequest(broker.url, cutShort(1), { halfClose: true }))).toEqual(MALFORMED());
  });

  it('refuses headers that are cut short', async () => {
    const bytes = cutShort(to.form.length + 10);

    expect(told(await rawRequest(broker.url, bytes, { halfClose: true }))).toEqual(MALFORMED());
  });

  it.each(['', '\r\n'])('answers nothing to %j', async (bytes) => {
    expect(await rawAnswers(broker.url, bytes, { halfClose: true })).toEqual([]);
  });

  it.each([
    '\0\x01\x02\r\n\r\n',
    '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
    'GET\r\n\r\n',
    '{"a":1}\r\n\r\n',
  ])('refuses %j', async (text) => {
    const bytes = Buffer.from(text, 'latin1');

    expect(told(await rawRequest(broker.url, bytes))).toEqual(MALFORMED());
  });

  it('is no tunnel', async () => {
    const bytes = bytesOf({ method: 'CONNECT', target: '127.0.0.1:80' });

    expect(await rawAnswers(broker.url, bytes)).toEqual([]);
  });
});
