import {
  type CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  type UserPoolClientType,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  type ProvisionedPool,
  provisionMachinesPool,
  provisionPeoplePool,
} from '../../src/aws/cognito/provision-pools.js';
import { DAY, MINUTE } from '../../src/common/clock.js';
import { cognitoAt, uniqueInstallation } from '../support/cognito-pools.js';

/** The pools are what the rest of the broker takes them for, however often `init` runs. */
export function describeProvisioning(name: string, endpoint: string): void {
  describe(`provisioning of user pools: ${name}`, () => {
    const client = cognitoAt(endpoint);
    const lives = { bearerTokenLife: 15 * MINUTE, refreshTokenLife: 365 * DAY };
    const machines = (installation: string) => provisionMachinesPool(client, { installation, ...lives });
    const people = (installation: string) => provisionPeoplePool(client, installation);

    it.each([
      ['machines', machines],
      ['people', people],
    ])('finds the pool of %s that it made, secret included', async (_name, provision) => {
      const installation = uniqueInstallation();
      const first = await provision(installation);
      expect(first.clientSecret).not.toBe('');
      expect(await provision(installation)).toEqual(first);
    });

    it('gives each installation pools of its own', async () => {
      const first = await machines(uniqueInstallation());
      const second = await machines(uniqueInstallation());
      expect(second.userPoolId).not.toBe(first.userPoolId);
    });

    it('completes a pool whose making was interrupted', async () => {
      const installation = uniqueInstallation();
      const UserPoolTags = { owner: 'others' };
      const interrupted = { PoolName: `${installation}-machines`, UserPoolTags };
      await client.send(new CreateUserPoolCommand(interrupted));
      const { pool, appClient } = await described(client, await machines(installation));
      expect(pool).toMatchObject({
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only' }] },
        Policies: { PasswordPolicy: { MinimumLength: 12 } },
        UserPoolTags,
      });
      expect(attributesOf(pool)).toEqual(
        expect.arrayContaining(['custom:tenant_id', 'custom:scopes', 'custom:installation']),
      );
      expect(appClient.ClientName).toBe('broker');
    });

    it('brings the lives of tokens to what is asked now', async () => {
      const installation = uniqueInstallation();
      await machines(installation);
      const settings = { installation, ...lives, bearerTokenLife: 60 * MINUTE };
      const { appClient } = await described(client, await provisionMachinesPool(client, settings));
      expect(appClient).toMatchObject({ IdTokenValidity: 60, RefreshTokenValidity: 365 });
    });

    it('does not choose between two pools of one name', async () => {
      const installation = uniqueInstallation();
      for (let i = 0; i < 2; i += 1)
        await client.send(new CreateUserPoolCommand({ PoolName: `${installation}-machines` }));
      await expect(machines(installation)).rejects.toThrow('2 user pools are named');
    });

    it('makes a machines pool that only the broker can use', async () => {
      const { pool, appClient } = await described(client, await machines(uniqueInstallation()));
      expect(pool).toMatchObject({
        MfaConfiguration: 'OFF',
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      });
      expect(appClient).toMatchObject({
        ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        EnableTokenRevocation: true,
        PreventUserExistenceErrors: 'ENABLED',
        ReadAttributes: ['custom:tenant_id', 'custom:scopes'],
        IdTokenValidity: 15,
        TokenValidityUnits: { IdToken: 'minutes', RefreshToken: 'days' },
      });
      expect(appClient.WriteAttributes).not.toEqual([]);
      expect(appClient.WriteAttributes?.filter((attribute) => attribute.startsWith('custom:'))).toEqual([]);
    });

    it('fixes to which tenant and installation a machine user belongs', async () => {
      const { pool } = await described(client, await machines(uniqueInstallation()));
      const changing = pool.SchemaAttributes?.filter(
        ({ Name, Mutable }) => Name?.startsWith('custom:') && Mutable,
      );
      expect(changing?.map(({ Name }) => Name)).toEqual(['custom:scopes']);
    });

    it('makes a people pool with sign-in by password and an optional second factor', async () => {
      const { pool, appClient } = await described(client, await people(uniqueInstallation()));
      expect(pool).toMatchObject({
        MfaConfiguration: 'OPTIONAL',
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        UsernameConfiguration: { CaseSensitive: false },
      });
      expect(pool.UsernameAttributes ?? []).toEqual([]);
      expect(appClient).toMatchObject({
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        PreventUserExistenceErrors: 'ENABLED',
      });
    });
  });
}

async function described(
  client: CognitoIdentityProviderClient,
  { userPoolId, clientId }: ProvisionedPool,
): Promise<{ pool: UserPoolType; appClient: UserPoolClientType }> {
  const pool = await client.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
  const appClient = await client.send(
    new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId }),
  );
  return { pool: pool.UserPool ?? {}, appClient: appClient.UserPoolClient ?? {} };
}

function attributesOf({ SchemaAttributes }: UserPoolType): (string | undefined)[] {
  return SchemaAttributes?.map(({ Name }) => Name) ?? [];
}
