import fc from 'fast-check';
import { readClientAuthentication } from './client-authentication.js';
import { OAuthError } from './oauth-error.js';

const basic = (text: string) => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);

function read(authorization: string | undefined, form: Record<string, string> = {}): unknown {
  try {
    return readClientAuthentication(authorization, new Map(Object.entries(form)));
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
}

describe('client authentication', () => {
  it('reads any id and secret by Basic, form-encoded as RFC 6749 §2.3.1 says', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(text, text, (clientId, secret) => {
        expect(read(basic(`${encode(clientId)}:${encode(secret)}`))).toEqual({ clientId, secret });
      }),
    );
  });

  /** Whoever is named is named by some text; what is refused is told in fixed words. */
  function expectClientOrRefusal(authorization: string, form: Record<string, string> = {}): void {
    try {
      const client = readClientAuthentication(authorization, new Map(Object.entries(form)));
      for (const text of Object.values(client)) expect([undefined, '']).not.toContain(text);
      expect([[], ['clientId'], ['clientId', 'secret']]).toContainEqual(Object.keys(client));
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      expect(['invalid_client', 'two_authentications', 'two_client_ids']).toContain(error.code);
      expect({ ...error, message: error.message }).toEqual({
        name: 'OAuthError',
        message: error.code,
        code: error.code,
        details: {},
      });
    }
  }

  it('reads or refuses any header beside any form', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    const header = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.base64String().map((token) => `Basic ${token}`),
      fc.string({ unit: 'binary-ascii' }).map(basic),
      fc.constant(basic('id:secret')),
    );
    const form = fc.record(
      { client_id: fc.oneof(text, fc.constant('id')), client_secret: text },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(header, form, expectClientOrRefusal), { numRuns: 2_000 });
  });

  it('reads or refuses whatever became of a good header', () => {
    const good = basic('cl_0123456789abcdef:bab_x%2By+z');
    const damage = fc.tuple(fc.nat({ max: good.length }), fc.nat({ max: 2 }), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const header = damages.reduce(
          (text, [at, left, right]) => text.slice(0, at) + right + text.slice(at + left),
          good,
        );
        expectClientOrRefusal(header);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['any case of the scheme', 'bAsIc aWQ6c2VjcmV0', {}, { clientId: 'id', secret: 'secret' }],
    ['a colon in the secret', basic('id:a:b'), {}, { clientId: 'id', secret: 'a:b' }],
    ['an empty password as none', basic('id:'), {}, { clientId: 'id' }],
    ['an equal client_id beside it', basic('id:s'), { client_id: 'id' }, { clientId: 'id', secret: 's' }],
    ['another client_id beside it', basic('id:s'), { client_id: 'other' }, 'two_client_ids'],
    ['a secret in the body beside it', basic('id:s'), { client_secret: 's' }, 'two_authentications'],
    ['no colon', basic('id'), {}, 'invalid_client'],
    ['no id', basic(':secret'), {}, 'invalid_client'],
    ['a bad escape', basic('id:%zz'), {}, 'invalid_client'],
    ['what is no base64', 'Basic *', {}, 'invalid_client'],
    ['nothing', 'Basic', {}, 'invalid_client'],
    ['a foreign scheme', 'Bearer abcdef', {}, 'invalid_client'],
    ['the body alone', undefined, { client_id: 'id', client_secret: 's' }, { clientId: 'id', secret: 's' }],
    ['a name alone', undefined, { client_id: 'id' }, { clientId: 'id' }],
    ['a secret without a name', undefined, { client_secret: 's' }, 'invalid_client'],
  ])('takes or refuses %s', (_, header, form, expected) => {
    expect(read(header, form as Record<string, string>)).toEqual(expected);
  });
});
