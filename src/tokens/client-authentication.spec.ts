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

  it('reads or refuses any header', () => {
    fc.assert(fc.property(fc.string(), (header) => expect(read(header)).toBeDefined()));
    fc.assert(fc.property(fc.base64String(), (text) => expect(read(`Basic ${text}`)).toBeDefined()));
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
