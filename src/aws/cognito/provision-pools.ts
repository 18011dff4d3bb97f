import {
  AddCustomAttributesCommand,
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  paginateListUserPoolClients,
  paginateListUserPools,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolClientCommand,
  type UserPoolClientType,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { changesOf, kept } from './pool-changes.js';
import {
  type MachinesPoolSettings,
  machinesPool,
  peoplePool,
  type PoolDefinition,
} from './pool-definitions.js';

/** Where a pool is and how the broker signs in to it. */
export interface ProvisionedPool {
  readonly userPoolId: string;
  readonly clientId: string;
  /** A secret. */
  readonly clientSecret: string;
}

/** Makes the machines' pool `<installation>-machines`, or finds it and completes what an earlier run left out. */
export function provisionMachinesPool(
  client: CognitoIdentityProviderClient,
  settings: MachinesPoolSettings,
): Promise<ProvisionedPool> {
  return provision(client, machinesPool(settings));
}

/** Makes the people's pool `<installation>-people`, or finds it and completes what an earlier run left out. */
export function provisionPeoplePool(
  client: CognitoIdentityProviderClient,
  installation: string,
): Promise<ProvisionedPool> {
  return provision(client, peoplePool(installation));
}

async function provision(
  client: CognitoIdentityProviderClient,
  definition: PoolDefinition,
): Promise<ProvisionedPool> {
  const userPoolId = await ensurePool(client, definition);
  await client.send(new SetUserPoolMfaConfigCommand({ ...definition.mfa, UserPoolId: userPoolId }));
  const { ClientId, ClientSecret } = await ensureAppClient(client, userPoolId, definition);
  if (!ClientId || !ClientSecret)
    throw new Error(`the app client of ${definition.pool.PoolName} has no secret: delete it`);
  return { userPoolId, clientId: ClientId, clientSecret: ClientSecret };
}

async function ensurePool(client: CognitoIdentityProviderClient, { pool }: PoolDefinition): Promise<string> {
  const found = await findPool(client, pool.PoolName);
  if (found === undefined) return idOf((await client.send(new CreateUserPoolCommand(pool))).UserPool);
  const { UserPool = {} } = await client.send(new DescribeUserPoolCommand({ UserPoolId: found }));
  const known = new Set(UserPool.SchemaAttributes?.map(({ Name }) => Name));
  const missing = pool.Schema.filter(({ Name }) => !known.has(`custom:${Name}`));
  if (missing.length > 0)
    await client.send(new AddCustomAttributesCommand({ UserPoolId: found, CustomAttributes: missing }));
  const changes = changesOf(UserPool, pool);
  if (Object.keys(changes).length > 0)
    await client.send(new UpdateUserPoolCommand({ ...kept(UserPool), ...changes, UserPoolId: found }));
  return found;
}

/** Names of pools are not unique in Cognito: two of ours would split the users between them. */
async function findPool(client: CognitoIdentityProviderClient, name: string): Promise<string | undefined> {
  const found: string[] = [];
  for await (const { UserPools } of paginateListUserPools({ client }, { MaxResults: 60 }))
    found.push(...(UserPools ?? []).filter(({ Name }) => Name === name).map(idOf));
  if (found.length > 1) throw new Error(`${found.length} user pools are named ${name}: delete all but one`);
  return found[0];
}

async function ensureAppClient(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  { client: wanted }: PoolDefinition,
): Promise<UserPoolClientType> {
  const ClientId = await findAppClient(client, UserPoolId, wanted.ClientName);
  const { UserPoolClient } =
    ClientId === undefined
      ? await client.send(new CreateUserPoolClientCommand({ ...wanted, UserPoolId }))
      : await client.send(new UpdateUserPoolClientCommand({ ...wanted, UserPoolId, ClientId }));
  return UserPoolClient ?? {};
}

async function findAppClient(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  name: string,
): Promise<string | undefined> {
  for await (const page of paginateListUserPoolClients({ client }, { UserPoolId, MaxResults: 60 })) {
    const found = page.UserPoolClients?.find(({ ClientName }) => ClientName === name);
    if (found) return found.ClientId;
  }
  return undefined;
}

function idOf({ Id }: Pick<UserPoolType, 'Id'> = {}): string {
  if (!Id) throw new Error('Cognito told of a user pool without an id');
  return Id;
}
