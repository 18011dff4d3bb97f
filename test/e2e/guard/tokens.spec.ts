import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { HOUR } from '../../../src/common/clock.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestPerson } from '../../support/people.js';
import { emulatorKey, signed } from '../../support/portal-tokens.js';
import { travel } from '../../support/travel.js';

const ME = '/api/v1/auth/me';

describe('the guard of the portal', () => {
  let broker: TestBroker;
  let operator: TestPerson;
  let claims: JWTPayload;

  beforeAll(async () => {
    broker = await startBroker();
    operator = await makeOperator(broker);
    claims = decodeJwt(operator.accessToken);
  });
  afterAll(() => broker.stop());

  const me = (authorization: string) => new Api(broker.url).get(ME, { headers: { authorization } });

  async function expectRefused(authorization: string) {
    const { status, headers, body } = await me(authorization);
    expect([status, body.code]).toEqual([401, 'invalid_token']);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="portal", error="invalid_token"');
  }

  describe('takes an access token of the people’s pool', () => {
    it('as it was issued', async () => {
      expect((await me(`Bearer ${operator.accessToken}`)).status).toBe(200);
      expect((await me(`bEARER  ${operator.accessToken}`)).status).toBe(200);
    });

    it('as we sign it here, so that what is refused below is refused for its own cause', async () => {
      expect((await me(`Bearer ${await signed(claims)}`)).status).toBe(200);
    });
  });

  describe('refuses', () => {
    it.each<[string, (its: JWTPayload) => JWTPayload]>([
      ['another issuer', (its) => ({ ...its, iss: broker.config.machines.issuer })],
      ['no issuer', (its) => ({ ...its, iss: undefined })],
      ['another app client', (its) => ({ ...its, client_id: broker.config.machines.clientId })],
      ['no app client', (its) => ({ ...its, client_id: undefined })],
      ['an ID token’s use', (its) => ({ ...its, token_use: 'id', aud: its['client_id'] as string })],
      ['an end in the past', (its) => ({ ...its, exp: its.iat! - 1 })],
      ['no end', (its) => ({ ...its, exp: undefined })],
      ['no subject', (its) => ({ ...its, sub: undefined })],
      ['somebody who is none of ours', (its) => ({ ...its, sub: 'somebody' })],
    ])('a token with %s', async (_, change) => {
      await expectRefused(`Bearer ${await signed(change(claims))}`);
    });

    it('a token of another key', async () => {
      const { kid } = emulatorKey();
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(Buffer.from(JSON.stringify(emulatorKey())));

      await expectRefused(`Bearer ${token}`);
      await expectRefused(`Bearer ${await signed(claims, 'another')}`);
    });

    it('a token without a signature', async () => {
      await expectRefused(`Bearer ${new UnsecuredJWT(claims).encode()}`);
      await expectRefused(
        `Bearer ${operator.accessToken.slice(0, operator.accessToken.lastIndexOf('.') + 1)}`,
      );
    });

    it('a token that was tampered with', async () => {
      const [header, , signature] = operator.accessToken.split('.');
      const payload = Buffer.from(JSON.stringify({ ...claims, username: 'x' })).toString('base64url');

      await expectRefused(`Bearer ${header}.${payload}.${signature}`);
    });

    it.each(['Bearer', 'Bearer ', 'Bearer x', 'Bearer x.y.z', 'Basic eDp5', 'x'])(
      '%p',
      async (authorization) => {
        await expectRefused(authorization);
      },
    );

    it('padding and spaces around a good token', async () => {
      await expectRefused(`Bearer ${operator.accessToken}=`);
      await expectRefused(`Bearer ${operator.accessToken} x`);
    });

    it('a token that has expired', async () => {
      const back = travel(broker, HOUR);
      const { status } = await me(`Bearer ${operator.accessToken}`);
      back();

      expect(status).toBe(401);
    });

    it('the token of somebody who was removed meanwhile', async () => {
      const { accessToken } = await makeOperator(broker);
      const Key = { PK: `USER#${decodeJwt(accessToken).sub}`, SK: 'USER' };
      await broker.table.documents.send(new DeleteCommand({ TableName: broker.table.tableName, Key }));

      await expectRefused(`Bearer ${accessToken}`);
    });
  });

  describe('tells people from machines:', () => {
    it('a bearer token does not open the portal', async () => {
      const { admin } = await makeTenant(operator);
      const { credential } = await makeMachine(admin.api);
      const form = { grant_type: 'refresh_token', refresh_token: credential };
      const { access_token } = (await new Api(broker.url).token(form)).body;

      await expectRefused(`Bearer ${access_token}`);
    });

    it('a credential does not', async () => {
      const { admin } = await makeTenant(operator);
      await expectRefused(`Bearer ${(await makeMachine(admin.api)).credential}`);
    });

    it('a person’s tokens are no credential', async () => {
      for (const refresh_token of [operator.accessToken, operator.refreshToken]) {
        const { status, body } = await new Api(broker.url).token({
          grant_type: 'refresh_token',
          refresh_token,
        });
        expect([status, body.error]).toEqual([400, 'invalid_grant']);
      }
    });

    it('a person’s token is no bearer token for whoever checks issuer and audience', async () => {
      const { issuer, clientId: audience } = broker.config.machines;
      const keys = createRemoteJWKSet(new URL(`${broker.url}/.well-known/jwks.json`));

      await expect(jwtVerify(operator.accessToken, keys, { issuer })).rejects.toThrow('iss');
      await expect(jwtVerify(operator.accessToken, keys, { audience })).rejects.toThrow('aud');
    });
  });
});
