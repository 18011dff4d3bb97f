import fc from 'fast-check';
import { FORM } from '../../support/http-message.js';
import type { OAuthEndpoint, OAuthEndpoints } from '../../support/oauth-endpoints.js';

/** What a request is sent for. */
export type FuzzKind =
  /** Must get a token. */
  | 'valid'
  /** A whole message: gets one answer. */
  | 'whole'
  /** Any bytes. */
  | 'rough'
  /** The caller is gone before the answer. */
  | 'abandoned';

export interface FuzzRequest {
  readonly kind: FuzzKind;
  /** Its characters are bytes. */
  readonly wire: string;
  readonly isHead?: boolean;
  readonly target?: string;
}

interface Message {
  readonly method: string;
  readonly target: string;
  /** Whole lines. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** Stands in every request, in many places, and may stand in no answer. */
export const CANARY = 'canary';

const canary = fc.nat().map((n) => `${CANARY}${n.toString(36)}`);
const byte = fc.nat({ max: 255 }).map((code) => String.fromCharCode(code));
const bytes = fc.string({ unit: byte, maxLength: 40 });
/** RFC 9110 §5.5: what may stand in the value of a header. */
const fieldBytes = fc.string({
  unit: byte.filter((one) => /[\t\x20-\x7e\x80-\xff]/.test(one)),
  maxLength: 40,
});
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const encode = (text: string) => encodeURIComponent(text).replace(/[!'()*~]/g, escape);
const escape = (text: string) => `%${text.charCodeAt(0).toString(16).padStart(2, '0')}`;

function wireOf({ method, target, headers, body }: Message): string {
  const length = body === '' && method !== 'POST' ? [] : [`content-length: ${body.length}`];
  return [`${method} ${target} HTTP/1.1`, ...headers, ...length, '', body].join('\r\n');
}

/** Every spelling of a request for a token that the endpoint has to serve. */
export function validRequest({ path, clientId, credential }: OAuthEndpoint): fc.Arbitrary<FuzzRequest> {
  const basic = (id: string, secret: string) => `authorization: basic ${base64(`${id}:${secret}`)}`;
  const ways = fc.constantFrom(
    { pairs: ['grant_type=refresh_token', `refresh_token=${credential}`], headers: [] },
    {
      pairs: ['grant_type=refresh_token', `refresh_token=${credential}`, `client_id=${clientId}`],
      headers: [basic(clientId, '')],
    },
    {
      pairs: ['grant_type=client_credentials', 'scope=orders%3aread', `client_id=${clientId}`],
      headers: [basic([...clientId].map(escape).join(''), credential)],
    },
    {
      pairs: ['grant_type=client_credentials', `client_id=${clientId}`, `client_secret=${credential}`],
      headers: [],
    },
  );
  const names = ['resource', 'audience', 'a[b]', 'a[]', '__proto__', 'constructor', 'Token', 'é', ' ', '%'];
  const unknown = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), canary, fc.string({ unit: 'binary' })), {
    selector: ([name]) => name,
  });
  const ignored = canary.chain((text) =>
    fc.subarray([
      `accept: ${text}`,
      `x-${text}: 1`,
      `x-request-id: ${text}`,
      `origin: http://${text}.example`,
    ]),
  );
  const types = [FORM, `${FORM}; charset=UTF-8`, `${FORM.toUpperCase()};charset="utf-8"`];
  return fc
    .record({ way: ways, unknown, ignored, type: fc.constantFrom(...types), query: canary })
    .chain(({ way, unknown, ignored, type, query }) => {
      const more = unknown.map(([name, text, value]) => `${encode(name)}=${text}${encode(value)}`);
      const pairs = [...way.pairs, ...more];
      const headers = ['host: broker.example', `content-type: ${type}`, ...way.headers, ...ignored];
      return fc
        .tuple(
          shuffled(pairs),
          shuffled(headers),
          fc.constantFrom('', `?trace=${query}`, `?${query}&scope=x`),
        )
        .map(([pairs, headers, query]): FuzzRequest => {
          const message = { method: 'POST', target: path + query, headers, body: pairs.join('&') };
          return { kind: 'valid', wire: wireOf(message) };
        });
    });
}

function shuffled<T>(items: T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray(items, { minLength: items.length });
}

/** Whole messages to any endpoint, whose parts are left out, doubled, moved, or strange. */
export function wholeRequest(endpoints: OAuthEndpoints): fc.Arbitrary<FuzzRequest> {
  return mutated(endpoints).map((message) => ({
    kind: 'whole',
    wire: wireOf(message),
    isHead: message.method === 'HEAD',
    target: message.target,
  }));
}

/** Bytes that were a request, or never were. */
export function roughRequest(endpoints: OAuthEndpoints): fc.Arbitrary<FuzzRequest> {
  // The answer to HEAD cannot be told from its bytes alone.
  const whole = fc.oneof(mutated(endpoints), ...Object.values(endpoints).map(posting));
  const damaged = fc
    .tuple(
      whole.filter(({ method }) => method !== 'HEAD').map(wireOf),
      fc.array(damage, { minLength: 1, maxLength: 3 }),
    )
    .map(([wire, damages]) => damages.reduce((damaged, one) => one(damaged), wire));
  const pieces = [
    'POST ',
    '/oauth/token',
    ' HTTP/1.1',
    '\r\n',
    '\r\n\r\n',
    'host: ',
    'content-length: 5',
    '\0',
  ];
  const assembled = fc
    .array(fc.oneof(fc.constantFrom(...pieces), canary, bytes), { minLength: 1 })
    .map((parts) => parts.join(''));
  const wire = fc.oneof({ weight: 6, arbitrary: damaged }, { weight: 1, arbitrary: assembled });
  const kind = fc.constantFrom<FuzzKind>(...Array<FuzzKind>(9).fill('rough'), 'abandoned');
  return fc.record({ kind, wire });
}

type Damage = (wire: string) => string;

const damage: fc.Arbitrary<Damage> = fc
  .tuple(
    fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    fc.nat({ max: 7 }),
    bytes,
    fc.nat({ max: 9 }),
  )
  .map(([place, bit, inserted, how]) => (wire) => {
    const at = Math.floor(place * wire.length);
    const [before, it, after] = [wire.slice(0, at), wire.slice(at, at + 1), wire.slice(at + 1)];
    if (it === '' || how === 0) return before;
    if (how === 1) return before + inserted + it + after;
    if (how === 2) return before + after;
    if (how === 3) return before + it + it + after;
    return before + String.fromCharCode(it.charCodeAt(0) ^ (1 << bit)) + after;
  });

function mutated(endpoints: OAuthEndpoints): fc.Arbitrary<Message> {
  return fc
    .tuple(fc.oneof(...Object.values(endpoints).map(posting), reading), canary)
    .chain(([message, text]) => mutatedWith(message, text));
}

/** What a caller of the endpoint may send: its form, and client authentication. */
function posting({ path, form, bare, clientId, credential }: OAuthEndpoint): fc.Arbitrary<Message> {
  const authorization = `authorization: Basic ${base64(`${clientId}:${credential}`)}`;
  const headers = ['host: broker.example', `content-type: ${FORM}`];
  return fc.constantFrom(
    { method: 'POST', target: path, headers, body: form },
    { method: 'POST', target: path, headers: [...headers, authorization], body: bare },
  );
}

const reading: fc.Arbitrary<Message> = fc.record({
  method: fc.constantFrom('GET', 'HEAD'),
  target: fc.constantFrom(
    '/.well-known/oauth-authorization-server',
    '/.well-known/jwks.json',
    '/oauth/revocations',
  ),
  headers: fc.constantFrom(['host: broker.example'], ['host: broker.example', 'if-none-match: *']),
  body: fc.constant(''),
});

function mutatedWith({ method, target, headers, body }: Message, text: string): fc.Arbitrary<Message> {
  const pairs = body.split('&');
  const strange = [...strangePairs(text), ...pairs.map((pair) => `${pair}${text}`)];
  const body_ = fc.oneof(
    { weight: 6, arbitrary: someOf(pairs, strange).map((some) => some.join('&')) },
    { weight: 1, arbitrary: bytes.map((more) => `${body}&${text}=${more}`) },
    { weight: 1, arbitrary: fc.constantFrom(`{"${text}":1}`, `x=${text}`.padEnd(9_000, text)) },
  );
  return fc.record({
    method: oftenAsIs(method, ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'POST']),
    target: oftenAsIs(target, strangeTargets(target, text)),
    headers: fc
      .tuple(
        someOf(headers, strangeHeaders(text)),
        fieldBytes.map((value) => `x-bytes: ${value}`),
      )
      .map((lines) => lines.flat()),
    body: body_,
  });
}

function oftenAsIs(usual: string, others: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 7, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );
}

/** Some of these in any order, some of them twice, now and then with one that is strange. */
function someOf(usual: readonly string[], strange: readonly string[]): fc.Arbitrary<string[]> {
  const one = fc.constantFrom(...strange);
  const all = [...usual];
  return fc.oneof(
    fc.tuple(shuffled(all), fc.array(one, { maxLength: 3 })).map((parts) => parts.flat()),
    fc.array(fc.oneof(fc.constantFrom(...all), one), { maxLength: 6 }),
  );
}

function strangePairs(text: string): string[] {
  return [
    `${text}=1`,
    `scope=${text}`,
    `client_id=${text}`,
    `client_secret=${text}`,
    `grant_type=${text}`,
    `token_type_hint=${text}`,
    `__proto__=${text}`,
    `a[${text}]=1`,
    `${text}`,
    `=${text}`,
    `${text}=%zz`,
    `${text}=%ff`,
    `${text}=\xff`,
    'scope=openid',
    'scope=+',
    '',
  ];
}

function strangeTargets(target: string, text: string): string[] {
  return [
    `${target}?x=${text}`,
    `${target}?token=${text}`,
    `${target}?client%5fsecret=${text}`,
    `${target}/${text}`,
    `${target}%zz${text}`,
    `${target}#${text}`,
    `http://${text}.example${target}`,
    `/oauth/${text}`,
    `/oauth/%2e%2e/${text}`,
    `/${text}`,
    target.replace('o', '%6f'),
  ];
}

function strangeHeaders(text: string): string[] {
  return [
    `content-type: ${FORM}; charset=${text}`,
    `content-type: ${text}/${text}`,
    `content-type: ${text}`,
    `content-encoding: ${text}`,
    `authorization: Basic ${base64(`${text}:${text}`)}`,
    `authorization: Basic ${base64(`%${text}:\xff`)}`,
    `authorization: Basic ${text}`,
    `authorization: Bearer ${text}`,
    `authorization: ${text} x`,
    `x-request-id: ${text}`,
    `x-request-id: ${text} ${text}`,
    `x-forwarded-for: ${text}`,
    `x-forwarded-host: ${text}`,
    `origin: http://${text}.example`,
    `access-control-request-method: ${text}`,
    `if-none-match: "${text}"`,
    `accept: ${text}`,
    `cookie: ${text}=1`,
    `x-${text}: 1`,
    'expect: 100-continue',
    `expect: ${text}`,
    `upgrade: ${text}`,
    'connection: close',
    `${text}: ${text.repeat(2_500)}`,
  ];
}
