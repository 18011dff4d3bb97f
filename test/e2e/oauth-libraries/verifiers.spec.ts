import { JwtVerifier } from 'aws-jwt-verify';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestTenant } from '../../support/people.js';

/** What APIs use that know nothing of us. */
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
});
