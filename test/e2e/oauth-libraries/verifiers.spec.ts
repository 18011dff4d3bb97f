import { createTokenSource, InvalidGrant } from '@b2b-auth-broker/consumer';
import { createVerifier } from '@b2b-auth-broker/verifier';
import { JwtVerifier } from 'aws-jwt-verify';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestTenant } from '../../support/people.js';

/** What APIs use that know nothing of us, and what they use that do. */
describe('a verifier of JWTs', () => {
  let broker: TestBroker;
  let tenant: TestTenant;
  let machine: IssuedCredentialDto;

  beforeAll(async () => {
    broker = await startBroker();
    tenant = await makeTenant(await makeOperator(broker));
    machine = await makeMachine(tenant.admin.api);
  });
  afterAll(() => broker.stop());

  describe('takes the token by /.well-known/jwks.json:', () => {
    const token = async () => {
      const form = { grant_type: 'refresh_token', refresh_token: machine.credential };
      return (await new Api(broker.url).token(form)).body.access_token;
    };
    const jwks = () => `${broker.url}/.well-known/jwks.json`;

    it('jose', async () => {
      const { issuer, clientId: audience } = broker.config.machines;
      const keys = createRemoteJWKSet(new URL(jwks()));
      const { payload } = await jwtVerify(await token(), keys, { issuer, audience, algorithms: ['RS256'] });

      expect(payload['custom:tenant_id']).toBe(tenant.tenantId);
    });

    it('aws-jwt-verify', async () => {
      const { issuer, clientId: audience } = broker.config.machines;
      const verifier = JwtVerifier.create({ issuer, audience });
      verifier.cacheJwks((await new Api(broker.url).get<{ keys: [] }>('/.well-known/jwks.json')).body);
      const payload = await verifier.verify(await token());

      expect(payload['custom:scopes']).toBe('orders:read');
    });

    it('and finds its key there', async () => {
      const { status, headers, body } = await new Api(broker.url).get<{ keys: { kid: string }[] }>(
        '/.well-known/jwks.json',
      );

      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('public, max-age=300');
      expect(body.keys.map(({ kid }) => kid)).toContain(decodeProtectedHeader(await token()).kid);
    });
  });

  it('of ours refuses the token of a revoked credential, which ours for backends tells apart', async () => {
    const { credential } = await makeMachine(tenant.admin.api);
    const { issuer, clientId: audience } = broker.config.machines;
    const jwksUrl = `${broker.url}/.well-known/jwks.json`;
    const verifier = createVerifier({ issuer, audience, jwksUrl, broker: broker.url });
    const tokens = createTokenSource({ tokenUrl: `${broker.url}/oauth/token`, credential });
    const token = await tokens.getToken();
    const outcome = () =>
      verifier.verify(token).then(
        ({ tenantId }) => tenantId,
        ({ code }: { code: string }) => code,
      );

    try {
      expect(await outcome()).toBe(tenant.tenantId);
      await new Api(broker.url).oauth('/oauth/revoke', { token: credential });
      await eventually(outcome, (told) => told === 'token_revoked');
      await expect(tokens.getToken({ insteadOf: token })).rejects.toThrow(InvalidGrant);
    } finally {
      verifier.close();
    }
  });
});
