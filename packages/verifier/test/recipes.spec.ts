import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { AUDIENCE, Pool } from './support/pool.js';

/** What the README tells those who do without this package. */
describe('without this package', () => {
  const userPoolId = 'eu-central-1_AbCdEfGhI';
  const iss = `https://cognito-idp.eu-central-1.amazonaws.com/${userPoolId}`;
  let pool: Pool;

  beforeAll(async () => {
    pool = await Pool.start();
  });
  afterAll(() => pool.stop());

  async function byJose(token: string) {
    const keys = createRemoteJWKSet(new URL(`${pool.issuer}/.well-known/jwks.json`));
    const expected = { issuer: iss, audience: AUDIENCE, algorithms: ['RS256'] };
    const { payload } = await jwtVerify(token, keys, expected);
    if (payload['token_use'] !== 'id') throw new Error('not an ID token');
    return payload;
  }

  async function byAwsJwtVerify(token: string) {
    const verifier = CognitoJwtVerifier.create({ userPoolId, tokenUse: 'id', clientId: AUDIENCE });
    verifier.cacheJwks({ keys: pool.published } as Parameters<typeof verifier.cacheJwks>[0]);
    return verifier.verify(token);
  }

  describe.each([
    ['jose', byJose],
    ['aws-jwt-verify', byAwsJwtVerify],
  ])('%s', (_, verify) => {
    it('takes a token', async () => {
      expect(await verify(await pool.token({ iss }))).toMatchObject({
        'custom:scopes': 'orders:read orders:write',
      });
    });

    it.each([
      ['another audience', { aud: 'another' }],
      ['another pool', { iss: `${iss}x` }],
      ['an access token', { token_use: 'access' }],
      ['an expired one', { exp: 1 }],
    ])('refuses %s', async (_, claims) => {
      await expect(verify(await pool.token({ iss, ...claims }))).rejects.toThrow();
    });
  });
});
