import * as oauth from 'oauth4webapi';
import { type DiscoverableBroker, startDiscoverableBroker } from '../../support/discoverable-broker.js';
import { issueCredential } from '../../support/machines.js';

/** Here and nowhere else: tests have no TLS. */
const plain = { [oauth.allowInsecureRequests]: true };

type Method = readonly [name: string, authenticate: (secret: string) => oauth.ClientAuth];
const BY_SECRET: Method[] = [
  ['client_secret_basic', oauth.ClientSecretBasic],
  ['client_secret_post', oauth.ClientSecretPost],
];
const ALL: Method[] = [['none', () => oauth.None()], ...BY_SECRET];

/** Strict about what it is answered: headers, members, their types. */
describe('oauth4webapi', () => {
  let at: DiscoverableBroker;
  let server: oauth.AuthorizationServer;
  let client: oauth.Client;

  beforeAll(async () => {
    at = await startDiscoverableBroker();
    client = { client_id: at.machine.clientId };
    const issuer = new URL(at.broker.url);
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...plain });
    server = await oauth.processDiscoveryResponse(issuer, response);
  });
  afterAll(() => at.broker.stop());

  it.each(BY_SECRET)('gets a token by client_credentials and %s', async (_, authenticate) => {
    const by = authenticate(at.machine.credential);
    const parameters = { scope: 'orders:read' };
    const response = await oauth.clientCredentialsGrantRequest(server, client, by, parameters, plain);
    const answer = await oauth.processClientCredentialsResponse(server, client, response);

    expect(answer).toMatchObject({ token_type: 'bearer', scope: 'orders:read' });
  });

  it.each(ALL)('gets a token by refresh_token and %s', async (_, authenticate) => {
    const { credential } = at.machine;
    const by = authenticate(credential);
    const response = await oauth.refreshTokenGrantRequest(server, client, by, credential, plain);
    const answer = await oauth.processRefreshTokenResponse(server, client, response);

    expect(answer).toMatchObject({ token_type: 'bearer', scope: 'orders:read' });
    expect(answer).not.toHaveProperty('refresh_token');
  });

  it('understands a refusal', async () => {
    const by = oauth.ClientSecretBasic('wrong');
    const response = await oauth.clientCredentialsGrantRequest(server, client, by, {}, plain);

    await expect(oauth.processClientCredentialsResponse(server, client, response)).rejects.toMatchObject({
      name: 'WWWAuthenticateChallengeError',
      status: 401,
    });
  });

  it.each(BY_SECRET)('introspects by %s', async (_, authenticate) => {
    const asker = { client_id: at.asker.clientId };
    const by = authenticate(at.asker.credential);
    const response = await oauth.introspectionRequest(server, asker, by, at.machine.credential, plain);

    expect(await oauth.processIntrospectionResponse(server, asker, response)).toMatchObject({
      active: true,
      client_id: at.machine.clientId,
    });
  });

  it('understands both challenges of a refused introspection', async () => {
    const by = oauth.ClientSecretBasic(at.machine.credential);
    const response = await oauth.introspectionRequest(server, client, by, 'any', plain);
    const refused = oauth.processIntrospectionResponse(server, client, response);

    await expect(refused).rejects.toMatchObject({
      cause: [
        { scheme: 'basic', parameters: { charset: 'UTF-8' } },
        { scheme: 'bearer', parameters: { realm: new URL(at.broker.url).host } },
      ],
    });
  });

  it.each(ALL)('revokes by %s, and is refused from then on', async (_, authenticate) => {
    const { credential } = await issueCredential(at.tenant.admin.api, at.machine.clientId);
    const by = authenticate(at.machine.credential);
    const response = await oauth.revocationRequest(server, client, by, credential, plain);
    expect(await oauth.processRevocationResponse(response)).toBeUndefined();

    const again = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), credential, plain);
    await expect(oauth.processRefreshTokenResponse(server, client, again)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });
});
