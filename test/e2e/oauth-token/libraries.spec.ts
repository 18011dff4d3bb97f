import { JwtVerifier } from 'aws-jwt-verify';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestTenant } from '../../support/people.js';

/** What partners and APIs use that know nothing of us. */
describe('standard libraries', () => {
  let broker: TestBroker;
  let tenant: TestTenant;
  let machine: IssuedCredentialDto;

  beforeAll(async () => {
    broker = await startBroker();
    tenant = await makeTenant(await makeOperator(broker));
    machine = await makeMachine(tenant.admin.api);
  });
  afterAll(() => broker.stop());

  describe('oauth4webapi gets a token', () => {
    const server = (): oauth.AuthorizationServer => ({
      issuer: broker.config.http.publicUrl,
      token_endpoint: `${broker.url}/oauth/token`,
    });
    const client = (): oauth.Client => ({ client_id: machine.clientId });
    // Here and nowhere else: tests have no TLS.
    const plain = { [oauth.allowInsecureRequests]: true };

    const methods: [string, (secret: string) => oauth.ClientAuth][] = [
      ['client_secret_basic', oauth.ClientSecretBasic],
      ['client_secret_post', oauth.ClientSecretPost],
    ];

    it.each(methods)('by client_credentials and %s', async (_, authenticate) => {
      const response = await oauth.clientCredentialsGrantRequest(
        server(),
        client(),
        authenticate(machine.credential),
        { scope: 'orders:read' },
        plain,
      );
      const answer = await oauth.processClientCredentialsResponse(server(), client(), response);

      expect(answer).toMatchObject({ token_type: 'bearer', scope: 'orders:read' });
    });

    it.each<[string, (secret: string) => oauth.ClientAuth]>([['none', () => oauth.None()], ...methods])(
      'by refresh_token and %s',
      async (_, authenticate) => {
        const response = await oauth.refreshTokenGrantRequest(
          server(),
          client(),
          authenticate(machine.credential),
          machine.credential,
          plain,
        );
        const answer = await oauth.processRefreshTokenResponse(server(), client(), response);

        expect(answer).toMatchObject({ token_type: 'bearer', scope: 'orders:read' });
        expect(answer).not.toHaveProperty('refresh_token');
      },
    );

    it('and understands a refusal', async () => {
      const response = await oauth.clientCredentialsGrantRequest(
        server(),
        client(),
        oauth.ClientSecretBasic('wrong'),
        {},
        plain,
      );

      await expect(
        oauth.processClientCredentialsResponse(server(), client(), response),
      ).rejects.toMatchObject({
        name: 'WWWAuthenticateChallengeError',
        status: 401,
      });
    });
  });

  describe('a verifier takes the token by /.well-known/jwks.json:', () => {
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
