import * as client from 'openid-client';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { type DiscoverableBroker, startDiscoverableBroker } from '../../support/discoverable-broker.js';
import { issueCredential } from '../../support/machines.js';

const BY_SECRET: [string, (secret: string) => client.ClientAuth][] = [
  ['client_secret_basic', client.ClientSecretBasic],
  ['client_secret_post', client.ClientSecretPost],
];

/** What a partner's Node.js backend uses, unchanged. */
describe('openid-client', () => {
  let at: DiscoverableBroker;

  beforeAll(async () => {
    at = await startDiscoverableBroker();
  });
  afterAll(() => at.broker.stop());

  const discover = (
    { clientId }: Pick<IssuedCredentialDto, 'clientId'>,
    authentication: client.ClientAuth,
  ): Promise<client.Configuration> =>
    client.discovery(new URL(at.broker.url), clientId, undefined, authentication, {
      algorithm: 'oauth2',
      // Here and nowhere else: tests have no TLS.
      execute: [client.allowInsecureRequests],
    });

  it.each(BY_SECRET)('gets a token by client_credentials and %s', async (_, by) => {
    const config = await discover(at.machine, by(at.machine.credential));
    const tokens = await client.clientCredentialsGrant(config, { scope: 'orders:read' });

    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'orders:read' });
    expect(tokens.expiresIn()).toBeGreaterThan(0);
  });

  it('gets a token as the README of the consumer prints it, by the secret as text', async () => {
    const { clientId, credential } = at.machine;
    const config = await client.discovery(new URL(at.broker.url), clientId, credential, undefined, {
      algorithm: 'oauth2',
      execute: [client.allowInsecureRequests],
    });
    expect(await client.clientCredentialsGrant(config)).toMatchObject({ token_type: 'bearer' });
  });

  it.each([['none', () => client.None()] as (typeof BY_SECRET)[0], ...BY_SECRET])(
    'gets a token by refresh_token and %s',
    async (_, by) => {
      const config = await discover(at.machine, by(at.machine.credential));
      const tokens = await client.refreshTokenGrant(config, at.machine.credential);

      expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'orders:read' });
      expect(tokens).not.toHaveProperty('refresh_token');
    },
  );

  it('introspects tokens and credentials', async () => {
    const partner = await discover(at.machine, client.None());
    const { access_token } = await client.refreshTokenGrant(partner, at.machine.credential);
    const config = await discover(at.asker, client.ClientSecretBasic(at.asker.credential));

    for (const token of [access_token, at.machine.credential])
      expect(await client.tokenIntrospection(config, token)).toMatchObject({
        active: true,
        client_id: at.machine.clientId,
      });
    expect(await client.tokenIntrospection(config, 'nothing')).toEqual({ active: false });
  });

  it.each([['none', () => client.None()] as (typeof BY_SECRET)[0], ...BY_SECRET])(
    'revokes by %s, and is refused from then on',
    async (_, by) => {
      const { clientId } = at.machine;
      const { credential } = await issueCredential(at.tenant.admin.api, clientId);
      const config = await discover(at.machine, by(at.machine.credential));
      await client.tokenRevocation(config, credential);

      await expect(client.refreshTokenGrant(config, credential)).rejects.toMatchObject({
        error: 'invalid_grant',
        status: 400,
      });
    },
  );

  it('understands that a secret is refused', async () => {
    const config = await discover(at.machine, client.ClientSecretPost('wrong'));

    await expect(client.clientCredentialsGrant(config)).rejects.toMatchObject({ status: 401 });
  });
});
