import fc from 'fast-check';
import { newCredential } from '../../clients/domain/credential-secret.js';
import { redact } from './redact.js';

describe('redaction', () => {
  const { credential } = newCredential('cl_0123456789abcdef');
  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';

  it.each([
    ['a credential', credential],
    ['a credential cut short', credential.slice(0, 40)],
    ['a token', jwt],
    ['a token without its signature', jwt.split('.').slice(0, 2).join('.')],
    ['an encrypted token', 'eyJlbmMiOiJBMjU2R0NNIn0.a.b.c.d'],
  ])('takes out %s, wherever it stands', (_, secret) => {
    fc.assert(
      fc.property(fc.constantFrom('', ' ', '"', '=', '/', ':', '\n'), (around) => {
        expect(redact(`before${around}${secret}${around}after`)).not.toContain(secret);
      }),
    );
  });

  it('takes out what an Authorization header holds', () => {
    expect(redact('authorization: Basic Y2xfMTpzZWNyZXQ=')).not.toContain('Y2xfMTpzZWNyZXQ');
    expect(redact('Bearer abcdefghijkl')).not.toContain('abcdefghijkl');
  });

  it('leaves ids and plain words alone', () => {
    const text = 'cl_0123456789abcdef cr_0123456789abcdef01234567 /oauth/token basic terms bearer token';
    expect(redact(text)).toBe(text);
  });
});
