import fc from 'fast-check';
import { type FormRequest, readForm } from './form.js';
import { OAUTH_ERRORS, OAuthError } from './oauth-error.js';

const FORM = 'application/x-www-form-urlencoded';

function read(body: string | Buffer, rest: Partial<FormRequest> = {}): Record<string, string> {
  const request = {
    body: Buffer.from(body),
    contentType: FORM,
    contentEncoding: undefined,
    url: '/oauth/token',
  };
  return Object.fromEntries(readForm({ ...request, ...rest }));
}

function refusal(body: string | Buffer, rest: Partial<FormRequest> = {}): string {
  try {
    read(body, rest);
    return 'read';
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
}

describe('a form', () => {
  it('reads what any library encodes', () => {
    const name = fc.string({ unit: 'binary', minLength: 1 });
    const value = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 32 }), (given) => {
        const kept = Object.entries(given).filter(([, text]) => text !== '');
        expect(read(new URLSearchParams(given).toString())).toEqual(Object.fromEntries(kept));
      }),
    );
  });

  /** The form as the WHATWG's parser reads it, which never refuses. */
  function readLoosely(body: Buffer): Record<string, string> {
    const ascii = body
      .toString('latin1')
      .replace(/[\x80-\xff]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
    return Object.fromEntries([...new URLSearchParams(ascii)].filter(([, value]) => value !== ''));
  }

  /** What is read is what any parser would read; what is refused is told in fixed words. */
  function expectFormOrRefusal(body: Buffer, rest: Partial<FormRequest> = {}): void {
    try {
      expect(read(body, rest)).toEqual(readLoosely(body));
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      expect(Object.keys(OAUTH_ERRORS)).toContain(error.code);
      expect({ ...error, message: error.message }).toEqual({
        name: 'OAuthError',
        message: error.code,
        code: error.code,
        details: {},
      });
    }
  }

  it('is read or refused, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => expectFormOrRefusal(Buffer.from(bytes))),
      { numRuns: 1_000 },
    );
  });

  it('is read or refused, whatever it is made of', () => {
    const piece = fc.constantFrom(
      'a',
      '&',
      '=',
      '+',
      '%',
      '%4',
      '%41',
      '%e2',
      '%82%ac',
      '\xe2\x82',
      '\xac',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => expectFormOrRefusal(Buffer.from(pieces.join(''), 'latin1'))),
      { numRuns: 2_000 },
    );
  });

  it('is read or refused, whatever befell a good one', () => {
    const good = 'grant_type=refresh_token&refresh_token=bab_x%2By&scope=orders%3Aread+%E2%82%AC';
    const damage = fc.tuple(
      fc.nat({ max: good.length }),
      fc.nat({ max: 3 }),
      fc.uint8Array({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (damages) => {
        const body = damages.reduce(
          (bytes, [at, left, right]) =>
            Buffer.concat([bytes.subarray(0, at), right, bytes.subarray(at + left)]),
          Buffer.from(good),
        );
        expectFormOrRefusal(body);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read or refused, whatever else the request says', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(FORM, 'identity', '/oauth/token?'));
    const rest = fc.record(
      { contentType: text, contentEncoding: text, url: text.map((query) => `/oauth/token?${query}`) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(rest, (given) => expectFormOrRefusal(Buffer.from('a=1'), given)),
      {
        numRuns: 1_000,
      },
    );
  });

  it('without bytes has no parameters', () => {
    for (const body of [undefined, null, 'a=1', {}]) expect(read('', { body })).toEqual({});
  });

  it('counts an empty value as absent, and white space as a value', () => {
    expect(read('a=&b=+&c')).toEqual({ b: ' ' });
  });

  it.each([
    ['a repeated parameter', 'a=1&a=2', 'repeated_parameter'],
    ['one repeated under another spelling', 'a=1&%61=2', 'repeated_parameter'],
    ['one repeated without a value', 'a=&a=', 'repeated_parameter'],
    ['a bad escape', 'a=%zz', 'malformed_form'],
    ['a cut escape', 'a=%4', 'malformed_form'],
    ['an escape that is no UTF-8', 'a=%ff', 'malformed_form'],
    ['an overlong escape', 'a=%c0%80', 'malformed_form'],
    ['33 parameters', Array.from({ length: 33 }, (_, n) => `p${n}=1`).join('&'), 'malformed_form'],
    ['more than 8 KiB', `a=${'x'.repeat(8191)}`, 'too_large'],
  ])('refuses %s', (_, body, code) => expect(refusal(body)).toBe(code));

  it('refuses raw bytes that are no UTF-8', () => {
    expect(refusal(Buffer.from([0x61, 0x3d, 0xff]))).toBe('malformed_form');
  });

  it('takes 32 parameters and 8 KiB', () => {
    expect(refusal(Array.from({ length: 32 }, (_, n) => `p${n}=1`).join('&'))).toBe('read');
    expect(refusal(`a=${'x'.repeat(8190)}`)).toBe('read');
  });

  it.each([
    [undefined, 'not_a_form'],
    ['', 'not_a_form'],
    ['application/json', 'not_a_form'],
    [`${FORM}; charset=latin1`, 'not_a_form'],
    [`${FORM}; charset=UTF-8`, 'read'],
    [`${FORM};charset="utf-8"`, 'read'],
    [FORM.toUpperCase(), 'read'],
    [`${FORM}x`, 'not_a_form'],
  ])('of type %s is %s', (contentType, outcome) => expect(refusal('a=1', { contentType })).toBe(outcome));

  it('takes no encoding but identity', () => {
    expect(refusal('a=1', { contentEncoding: 'gzip' })).toBe('unsupported_encoding');
    expect(refusal('a=1', { contentEncoding: 'Identity' })).toBe('read');
  });

  it.each(['client_secret', 'refresh_token', 'token'])('takes no %s in the query', (name) => {
    expect(refusal('a=1', { url: `/oauth/token?${name}=x` })).toBe('secret_in_query');
    expect(refusal('a=1', { url: `/oauth/token?x=1&${name}` })).toBe('secret_in_query');
  });

  it('ignores what else stands in the query', () => {
    expect(refusal('a=1', { url: '/oauth/token?scope=x&%zz' })).toBe('read');
  });

  it('keeps names that other parsers act on as plain names', () => {
    expect(read('a%5Bb%5D=1&__proto__=2&constructor=3')).toMatchObject({ 'a[b]': '1', constructor: '3' });
    expect(({} as Record<string, unknown>)['a[b]']).toBeUndefined();
  });
});
