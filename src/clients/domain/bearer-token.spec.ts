import { UnsecuredJWT } from 'jose';
import { MINUTE } from '../../common/clock.js';
import { DependencyMisconfigured } from '../../common/errors/dependency-errors.js';
import { readBearerToken } from './bearer-token.js';

const CLAIMS = { sub: 's', iat: 1, exp: 901, token_use: 'id', origin_jti: 'o', 'custom:scopes': 'a b' };

describe('a bearer token', () => {
  const read = (claims: object, requireOrigin = true) =>
    readBearerToken(new UnsecuredJWT({ ...claims }).encode(), { requireOrigin, longest: 15 * MINUTE });

  it('is read with its scopes and its family', () => {
    const family = { claim: 'origin_jti', value: 'o', until: 901 };
    expect(read(CLAIMS)).toMatchObject({ sub: 's', iat: 1, exp: 901, scopes: ['a', 'b'], family });
  });

  it('is of its own family where the pool tells none and need not', () => {
    const claims = { ...CLAIMS, origin_jti: undefined, jti: 'j' };
    expect(read(claims, false).family).toEqual({ claim: 'jti', value: 'j', until: 901 });
    expect(() => read(claims)).toThrow(DependencyMisconfigured);
  });

  it.each([{ token_use: 'access' }, { sub: undefined }, { exp: undefined }, { exp: 902 }])(
    'is none of a pool set up well with %p',
    (wrong) => {
      expect(() => read({ ...CLAIMS, ...wrong })).toThrow(DependencyMisconfigured);
    },
  );

  it.each(['', 'no.jwt', 'a.b.c'])('is none when it is no JWT: %p', (token) => {
    expect(() => readBearerToken(token, { requireOrigin: true, longest: 15 * MINUTE })).toThrow(
      DependencyMisconfigured,
    );
  });
});
