import process from 'node:process';
import { eventually } from '../../../test/support/eventually.js';
import { CredentialTrade } from '../src/credential-trade.js';
import { createTokenSource } from '../src/create-token-source.js';
import { InvalidGrant, InvalidOptions, TokenUnavailable } from '../src/errors.js';
import { KeptTokenSource } from '../src/kept-token-source.js';
import { type LoadCredential, readOptions, type TokenSourceOptions } from '../src/options.js';
import type { TokenSource } from '../src/token-source.js';
import { BUSY, REFUSED, TokenEndpoint } from './support/token-endpoint.js';

const SECOND = 1_000;
const CREDENTIAL = 'bab_000000000000000000000000_secret';

let endpoint: TokenEndpoint;
let clock: { at: number };

beforeEach(async () => {
  endpoint = await TokenEndpoint.start();
  clock = { at: Date.now() };
});
afterEach(() => endpoint.stop());

function source(options: Partial<TokenSourceOptions> = {}): TokenSource {
  const now = () => clock.at;
  const settings = readOptions({ tokenUrl: endpoint.url, credential: CREDENTIAL, ...options });
  return new KeptTokenSource(new CredentialTrade(settings, now), now);
}

describe('a token', () => {
  it('is what the credential is traded for', async () => {
    expect(await source().getToken()).toBe('token-1');
    expect(endpoint.forms).toEqual([{ grant_type: 'refresh_token', refresh_token: CREDENTIAL }]);
  });

  it('is asked for with the client and the scopes that are named', async () => {
    await source({ clientId: 'cl_0', scope: 'orders:read' }).getToken();
    expect(endpoint.forms[0]).toMatchObject({ client_id: 'cl_0', scope: 'orders:read' });
  });

  it('is asked for once, however many want one', async () => {
    const tokens = source();
    expect(await Promise.all([tokens.getToken(), tokens.getToken(), tokens.getToken()])).toEqual(
      Array(3).fill('token-1'),
    );
  });

  it('is kept, renewed behind the answer after three quarters of its life', async () => {
    const tokens = source();
    await tokens.getToken();
    clock.at += 674 * SECOND;
    expect(await tokens.getToken()).toBe('token-1');
    expect(endpoint.forms).toHaveLength(1);

    clock.at += 2 * SECOND;
    const asked = endpoint.untilAsked();
    expect(await tokens.getToken()).toBe('token-1');
    await asked;
    expect(await tokens.getToken({ insteadOf: 'token-1' })).toBe('token-2');
    expect(await tokens.getToken()).toBe('token-2');
    expect(endpoint.forms).toHaveLength(2);
  });

  it('is not used in its last ten seconds', async () => {
    const tokens = source();
    await tokens.getToken();
    clock.at += 890 * SECOND;
    expect(await tokens.getToken()).toBe('token-2');
  });

  it('is kept to its end while no other can be had', async () => {
    const tokens = source();
    await tokens.getToken();
    endpoint.next.push(REFUSED);
    clock.at += 700 * SECOND;
    const asked = endpoint.untilAsked();
    expect(await tokens.getToken()).toBe('token-1');
    await asked;
    expect(await tokens.getToken()).toBe('token-1');
  });

  it('is another one where the first was refused by an API, and the same for all who were refused', async () => {
    const tokens = source();
    const insteadOf = await tokens.getToken();
    expect(await tokens.getToken({ insteadOf })).toBe('token-2');
    expect(await tokens.getToken({ insteadOf })).toBe('token-2');
  });
});

describe('a refused credential', () => {
  it('is told as what it is, with what to do, and is not tried again', async () => {
    endpoint.next.push(REFUSED);
    const refused = source().getToken();

    await expect(refused).rejects.toBeInstanceOf(InvalidGrant);
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_grant',
      message: expect.stringMatching(/rotate the credential in the portal/) as string,
    });
    expect(endpoint.forms).toHaveLength(1);
  });

  it('is not sent again for ten seconds', async () => {
    endpoint.next.push(REFUSED);
    const tokens = source();
    await expect(tokens.getToken()).rejects.toThrow(InvalidGrant);
    clock.at += 9 * SECOND;
    await expect(tokens.getToken()).rejects.toThrow(InvalidGrant);
    expect(endpoint.forms).toHaveLength(1);
    clock.at += 2 * SECOND;
    expect(await tokens.getToken()).toBe('token-2');
  });

  it('is loaded anew, and the rotated one is taken without a restart', async () => {
    const stored = ['old', 'new'];
    endpoint.next.push(REFUSED);
    const tokens = source({ credential: () => Promise.resolve(stored.shift()!) });

    expect(await tokens.getToken()).toBe('token-2');
    expect(endpoint.forms.map((form) => form['refresh_token'])).toEqual(['old', 'new']);
  });

  it('is loaded for each request', async () => {
    const stored = ['old', 'new'];
    const tokens = source({ credential: () => stored.shift()! });
    const insteadOf = await tokens.getToken();
    await tokens.getToken({ insteadOf });
    expect(endpoint.forms.map((form) => form['refresh_token'])).toEqual(['old', 'new']);
  });
});

describe('a credential that is loaded', () => {
  it('holds nobody up for ever: whoever waits is told, its signal aborts, and the next one loads anew', async () => {
    const loads: AbortSignal[] = [];
    const never = new Promise<string>(() => undefined);
    const credential: LoadCredential = ({ signal }) => (loads.push(signal) === 1 ? never : CREDENTIAL);
    const settings = readOptions({ tokenUrl: endpoint.url, credential });
    const now = () => clock.at;
    const tokens = new KeptTokenSource(new CredentialTrade(settings, now, 1), now);

    await expect(tokens.getToken()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(loads[0]!.aborted).toBe(true);
    expect(await tokens.getToken()).toBe('token-1');
  });

  it.each([undefined, '', ' ', 'bab_x\n', 7])(
    'is none where what is loaded is %j: nothing is sent',
    async (loaded) => {
      const credential = () => loaded as string;
      await expect(source({ credential }).getToken()).rejects.toMatchObject({
        code: 'credential_missing',
        message: expect.not.stringContaining('bab_x') as string,
      });
      expect(endpoint.forms).toEqual([]);
    },
  );

  it('fails as its loading does', async () => {
    const credential = () => Promise.reject(new Error('no such secret'));
    await expect(source({ credential }).getToken()).rejects.toThrow('no such secret');
    expect(endpoint.forms).toEqual([]);
  });
});

describe('an outage', () => {
  it.each([
    ['503', BUSY],
    ['500', { ...BUSY, status: 500, body: 'Internal' }],
    ['429', { ...BUSY, status: 429 }],
    ['a broken connection', undefined],
    ['an answer without a token', { body: { expires_in: 900 } }],
    ['a page of a proxy', { body: '<html>' }],
  ])('is sat out: %s', async (_, answer) => {
    endpoint.next.push(answer);
    expect(await source().getToken()).toBe('token-2');
  });

  it('that lasts is told as one, after five attempts', async () => {
    endpoint.next.push(...Array<undefined>(5).fill(undefined));
    await expect(source().getToken()).rejects.toMatchObject({
      code: 'token_unavailable',
      cause: { message: 'the token endpoint cannot be reached' },
    });
    expect(endpoint.forms).toHaveLength(5);
  });

  it.each(['3600', new Date(Date.now() + 3600 * SECOND).toUTCString()])(
    'that asks for more patience than there is is told at once: Retry-After: %s',
    async (retryAfter) => {
      endpoint.next.push({ ...BUSY, headers: { 'retry-after': retryAfter } });
      await expect(source().getToken()).rejects.toThrow(TokenUnavailable);
      expect(endpoint.forms).toHaveLength(1);
    },
  );

  it('that asks for more patience is not asked again until then, whoever wants a token', async () => {
    endpoint.next.push({ ...BUSY, headers: { 'retry-after': '3600' } });
    const tokens = source();
    await expect(tokens.getToken()).rejects.toThrow(TokenUnavailable);
    clock.at += 3569 * SECOND;
    await expect(tokens.getToken()).rejects.toMatchObject({
      code: 'token_unavailable',
      cause: { message: 'the token endpoint answered 503' },
    });
    expect(endpoint.forms).toHaveLength(1);
    clock.at += 31 * SECOND;
    expect(await tokens.getToken()).toBe('token-2');
  });

  it('is sat out for as long as it asks for', async () => {
    endpoint.next.push({ ...BUSY, headers: { 'retry-after': '1' } });
    const start = performance.now();
    expect(await source().getToken()).toBe('token-2');
    // Timers may be a millisecond early.
    expect(performance.now() - start).toBeGreaterThan(990);
  });

  it.each(['nonsense', new Date(0).toUTCString()])('is sat out with Retry-After: %s', async (retryAfter) => {
    endpoint.next.push({ ...BUSY, headers: { 'retry-after': retryAfter } });
    expect(await source().getToken()).toBe('token-2');
  });
});

describe('another refusal', () => {
  it.each([
    [400, { error: 'invalid_scope' }, 'invalid_scope'],
    [404, 'nothing here', undefined],
    [401, null as unknown as object, undefined],
  ])('is told as it is, and not tried again: %i', async (status, body, error) => {
    endpoint.next.push({ status, body });
    await expect(source().getToken()).rejects.toMatchObject({ code: 'request_refused', status, error });
    expect(endpoint.forms).toHaveLength(1);
  });

  it('is a redirection: the credential is not sent elsewhere', async () => {
    endpoint.next.push({ status: 307, headers: { location: endpoint.url } });
    await expect(source().getToken()).rejects.toMatchObject({ code: 'request_refused' });
    expect(endpoint.forms).toHaveLength(1);
  });
});

describe('a signal', () => {
  it('ends the wait of one, and not that of another', async () => {
    let open = () => {};
    endpoint.gate = new Promise<void>((resolve) => (open = resolve));
    const tokens = source();
    const leaving = new AbortController();
    const [left, stayed] = [tokens.getToken({ signal: leaving.signal }), tokens.getToken()];
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    open();

    expect(await stayed).toBe('token-1');
    await expect(tokens.getToken({ signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
  });

  it('of the last who waits ends the request, and the next one makes another', async () => {
    endpoint.gate = new Promise(() => undefined);
    const [tokens, first, last] = [source(), new AbortController(), new AbortController()];
    const waits = [first, last].map(({ signal }) => tokens.getToken({ signal }));
    const deserted = endpoint.untilDeserted();
    const left = Promise.allSettled(waits);
    await eventually(
      () => Promise.resolve(endpoint.forms.length),
      (asked) => asked === 1,
    );
    first.abort();
    last.abort();
    endpoint.gate = Promise.resolve();

    expect(await tokens.getToken()).toBe('token-2');
    await deserted;
    expect((await left).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(endpoint.forms).toHaveLength(2);
  });

  it('of the last who waits ends the loading of the credential', async () => {
    const leaving = new AbortController();
    const loads: AbortSignal[] = [];
    const credential: LoadCredential = ({ signal }) => (loads.push(signal), new Promise(() => undefined));
    const left = source({ credential }).getToken({ signal: leaving.signal });
    leaving.abort(new Error('left'));

    await expect(left).rejects.toThrow('left');
    expect(loads[0]!.aborted).toBe(true);
  });

  it('of the last who waits ends the pause between two attempts: nothing holds the process', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const leaving = new AbortController();
    endpoint.next.push({ ...BUSY, headers: { 'retry-after': '20' } });
    const left = source().getToken({ signal: leaving.signal });
    await eventually(
      () => Promise.resolve(timers()),
      (held) => held > before,
    );
    leaving.abort(new Error('left'));

    await expect(left).rejects.toThrow('left');
    expect(timers()).toBe(before);
  });
});

it.each([
  ['tokenUrl', { tokenUrl: 'auth.example.com', credential: CREDENTIAL }],
  ['tokenUrl', { tokenUrl: 'https://user:secret@auth.example.com/oauth/token', credential: CREDENTIAL }],
  ['credential', { tokenUrl: 'https://auth.example.com/oauth/token', credential: '' }],
  ['credential', { tokenUrl: 'https://auth.example.com/oauth/token', credential: `${CREDENTIAL}\n` }],
  ['credential', { tokenUrl: 'https://auth.example.com/oauth/token' }],
])('names the option that is wrong: %s', (name, options) => {
  const make = () => createTokenSource(options as TokenSourceOptions);
  expect(make).toThrow(InvalidOptions);
  expect(make).toThrow(new RegExp(`^${name} must be`));
});

it('has nothing of the credential in any error', async () => {
  endpoint.next.push(REFUSED, { status: 400, body: { error: 'invalid_scope' } });
  for (let i = 0; i < 2; i++) {
    const error = await source()
      .getToken()
      .catch((refusal: Error) => refusal);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
  }
});
