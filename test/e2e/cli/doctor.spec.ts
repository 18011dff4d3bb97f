import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { machinesPool, peoplePool } from '../../../src/aws/cognito/pool-definitions.js';
import { AppClientExamination } from '../../../src/aws/doctor/app-client-examination.js';
import { machinesRules } from '../../../src/aws/doctor/machines-rules.js';
import { peopleRules } from '../../../src/aws/doctor/people-rules.js';
import { PoolExamination } from '../../../src/aws/doctor/pool-examination.js';
import { RightsExamination } from '../../../src/aws/doctor/rights-examination.js';
import { TableExamination } from '../../../src/aws/doctor/table-examination.js';
import { type Config, loadConfig } from '../../../src/config/config.js';
import type { Finding } from '../../../src/doctor/finding.js';
import { type Ground, variables } from '../../support/broker.js';
import { actionsOf } from '../../deploy/template.js';
import { runCli } from '../../support/cli.js';
import { cognitoAt } from '../../support/cognito-pools.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { describeWith } from '../../support/optional-suite.js';
import { patience } from '../../support/signals.js';
import { strictGround } from '../../support/strict-ground.js';
import { tableAt } from '../../support/table.js';

type Described = Record<string, unknown>;
type Change = (described: Described) => Described;

const set =
  (fields: Described): Change =>
  (described) => ({ ...described, ...fields });
const attributes =
  (change: (attribute: Described) => Described | undefined): Change =>
  (pool) => ({
    ...pool,
    SchemaAttributes: (pool['SchemaAttributes'] as Described[]).flatMap((one) => change(one) ?? []),
  });
const without = (name: string) => attributes((one) => (one['Name'] === `custom:${name}` ? undefined : one));
const mutable = (name: string, Mutable: boolean) =>
  attributes((one) => (one['Name'] === `custom:${name}` ? { ...one, Mutable } : one));

const units =
  (fields: Described): Change =>
  (client) => ({
    ...client,
    TokenValidityUnits: { ...(client['TokenValidityUnits'] as Described), ...fields },
  });
const recovery = (Name: string) => ({ RecoveryMechanisms: [{ Name, Priority: 1 }] });

/** What Cognito says otherwise, and what is found then. */
type Wrong = readonly [setting: string, says: 'pool' | 'client' | 'mfa', change: Change];

const COMMON: readonly Wrong[] = [
  ['AllowAdminCreateUserOnly', 'pool', set({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } })],
  ['UsernameAttributes', 'pool', set({ UsernameAttributes: ['email'] })],
  ['UsernameAttributes', 'pool', set({ AliasAttributes: ['email'] })],
  ['GenerateSecret', 'client', set({ ClientSecret: undefined })],
  ['EnableTokenRevocation', 'client', set({ EnableTokenRevocation: false })],
  ['RefreshTokenRotation', 'client', set({ RefreshTokenRotation: { Feature: 'ENABLED' } })],
  ['PreventUserExistenceErrors', 'client', set({ PreventUserExistenceErrors: 'LEGACY' })],
  ['WriteAttributes', 'client', set({ WriteAttributes: undefined })],
  ['WriteAttributes', 'client', set({ WriteAttributes: ['nickname', 'custom:scopes'] })],
  ['ExplicitAuthFlows', 'client', set({ ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] })],
  [
    'ExplicitAuthFlows',
    'client',
    (client) => ({
      ...client,
      ExplicitAuthFlows: [...(client['ExplicitAuthFlows'] as string[]), 'ALLOW_USER_SRP_AUTH'],
    }),
  ],
  ['WriteAttributes', 'client', set({ WriteAttributes: ['nickname', 'email'] })],
  ['AccessTokenValidity', 'client', set({ AccessTokenValidity: 60 })],
  ['AllowedOAuthFlowsUserPoolClient', 'client', set({ AllowedOAuthFlowsUserPoolClient: true })],
  ['AllowedOAuthFlowsUserPoolClient', 'client', set({ SupportedIdentityProviders: ['COGNITO', 'Google'] })],
  ['AccountRecoverySetting', 'pool', set({ AccountRecoverySetting: recovery('verified_phone_number') })],
  ['Policies', 'pool', set({ Policies: { PasswordPolicy: { MinimumLength: 8 } } })],
  ['DeletionProtection', 'pool', set({ DeletionProtection: 'INACTIVE' })],
  ['custom:installation', 'pool', without('installation')],
  ['custom:installation', 'pool', mutable('installation', true)],
];

const MACHINES: readonly Wrong[] = [
  ...COMMON,
  ['custom:tenant_id', 'pool', without('tenant_id')],
  ['custom:tenant_id', 'pool', mutable('tenant_id', true)],
  ['custom:scopes', 'pool', without('scopes')],
  ['custom:scopes', 'pool', mutable('scopes', false)],
  ['UserPoolTier', 'pool', set({ UserPoolTier: 'ESSENTIALS' })],
  ['MfaConfiguration', 'mfa', set({ MfaConfiguration: 'OPTIONAL' })],
  ['ReadAttributes', 'client', set({ ReadAttributes: ['custom:tenant_id'] })],
  ['ReadAttributes', 'client', set({ ReadAttributes: undefined })],
  ['LambdaConfig', 'pool', set({ LambdaConfig: { PreTokenGeneration: 'arn:aws:lambda:x' } })],
  ['IdTokenValidity', 'client', set({ IdTokenValidity: 60 })],
  ['IdTokenValidity', 'client', units({ IdToken: 'hours' })],
  ['RefreshTokenValidity', 'client', set({ RefreshTokenValidity: 30 })],
];

const PEOPLE: readonly Wrong[] = [
  ...COMMON,
  ['custom:invite', 'pool', without('invite')],
  ['custom:invite', 'pool', mutable('invite', true)],
  ['CaseSensitive', 'pool', set({ UsernameConfiguration: { CaseSensitive: true } })],
  ['MfaConfiguration', 'mfa', set({ MfaConfiguration: 'OFF' })],
  ['MfaConfiguration', 'mfa', set({ SoftwareTokenMfaConfiguration: { Enabled: false } })],
  ['ReadAttributes', 'client', set({ ReadAttributes: ['name'] })],
  ['IdTokenValidity', 'client', set({ IdTokenValidity: 60 })],
  ['RefreshTokenValidity', 'client', set({ RefreshTokenValidity: 30 })],
  ['RefreshTokenValidity', 'client', units({ RefreshToken: 'hours' })],
];

/** What is denied, and the rights that are named then. */
type Denied = readonly [operation: string, ...rights: string[]];

const OF_DYNAMODB: readonly Denied[] = [
  ...['DescribeTable', 'PutItem', 'GetItem', 'BatchGetItem', 'UpdateItem', 'DeleteItem'].map(
    (one): Denied => [one, one],
  ),
  ['Query', 'Query', 'Query on GSI1', 'Query on GSI2'],
  ['TransactWriteItems', 'ConditionCheckItem'],
];
const OF_COGNITO: readonly Denied[] = [
  ...['AdminCreateUser', 'AdminGetUser', 'AdminDeleteUser', 'ListUsers'].map((one): Denied => [
    one,
    `${one} (machines)`,
    `${one} (people)`,
  ]),
  ...['DescribeUserPool', 'AdminSetUserPassword', 'AdminUpdateUserAttributes', 'AdminInitiateAuth'].map(
    (one): Denied => [one, one],
  ),
];

const asMissing =
  (service: string) =>
  (right: string): Record<keyof Omit<Finding, 'why'>, unknown> => ({
    severity: 'error',
    setting: `rights.${service}:${right}`,
    what: `${service}:${right} is denied`,
    mend: expect.stringContaining('docs/operations.md, "Rights in AWS"'),
  });

/** What emulators are without; AWS is not. */
const OF_EMULATORS = ['table.DeletionProtectionEnabled', 'table.PointInTimeRecovery.reachable'];

describeWith('ministack', emulators().ministack, (ministack) => {
  let cognito: FaultProxy;
  let dynamodb: FaultProxy;
  let ground: Ground;
  let config: Config;

  beforeAll(async () => {
    [cognito, dynamodb] = await Promise.all([
      startFaultProxy(ministack),
      startFaultProxy(emulators().dynamodb),
    ]);
    ground = await strictGround(ministack);
    config = loadConfig({ ...variables(ground), ...issuers() });
  });
  afterEach(() => {
    cognito.clear();
    dynamodb.clear();
  });
  afterAll(() => Promise.all([cognito.stop(), dynamodb.stop()]));

  /** Its tokens are as AWS's. */
  const issuers = () => {
    const { region, userPoolId, jwksUrl } = ground.machines.pool;
    return {
      COGNITO_ISSUER: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
      COGNITO_JWKS_URL: jwksUrl,
    };
  };

  async function examine(env: Record<string, string> = {}) {
    const endpoints = {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    };
    const { code, out, err } = await runCli(ground, ['doctor', '--json'], {
      ...issuers(),
      ...endpoints,
      ...env,
    });
    const { findings, skipped } = JSON.parse(out) as { findings: Finding[]; skipped: string[] };
    const settings = findings.map(({ setting }) => setting).filter((one) => !OF_EMULATORS.includes(one));
    return { code, err, findings, settings, skipped };
  }

  it('finds nothing where all is well, and leaves nothing behind', async () => {
    const report = await examine();
    expect([report.settings, report.skipped, report.code]).toEqual([[], [], 0]);
    expect(cognito.count('AdminDeleteUser')).toBe(3);
    expect(cognito.count('AdminCreateUser')).toBe(3);
  });

  /** Whatever is said on the wire in place of what is set. */
  function say(says: Wrong[1], change: Change): void {
    if (says === 'mfa') return cognito.rewrite('GetUserPoolMfaConfig', change);
    const [operation, name] =
      says === 'pool' ? ['DescribeUserPool', 'UserPool'] : ['DescribeUserPoolClient', 'UserPoolClient'];
    cognito.rewrite(operation, (said) => ({ [name]: change(said[name]!) }));
  }

  describe.each([
    ['machines', MACHINES],
    ['people', PEOPLE],
  ] as const)('the pool of %s', (name, wrongs) => {
    it('has a row for each setting that is looked at', () => {
      const looked = name === 'machines' ? machinesRules(config) : peopleRules();
      const rows = wrongs.map(([setting]) => `${name}.${setting}`);
      expect([...new Set(rows)].sort()).toEqual(looked.map(({ setting }) => setting).sort());
    });

    it('has one for each setting that is made', () => {
      const lives = { bearerTokenLife: config.bearerTokenLife, refreshTokenLife: config.refreshTokenLife };
      const made = name === 'machines' ? machinesPool({ installation: '', ...lives }) : peoplePool('');
      const { Schema, ...pool } = made.pool;
      const SchemaAttributes = Schema.map((one) => ({ ...one, Name: `custom:${one.Name}` }));
      const all: Described = { ...pool, ...made.client, ...made.mfa, SchemaAttributes };
      // Names, and what the app client's secret shows.
      for (const key of ['PoolName', 'ClientName', 'GenerateSecret']) delete all[key];
      const touched = wrongs.flatMap(([, , change]) => {
        const changed = change(all);
        return Object.keys(all).filter((key) => changed[key] !== all[key]);
      });
      expect([...new Set(touched)].sort()).toEqual(Object.keys(all).sort());
    });

    it.each(wrongs)('%s as it must not be is found, and nothing else', async (setting, says, change) => {
      const rules = name === 'machines' ? machinesRules(config) : peopleRules();
      const pool = new PoolExamination(name, cognitoAt(cognito.endpoint), config[name], rules);
      expect(await pool.run(patience())).toEqual([]);
      say(says, change);
      const findings = await pool.run(patience());
      expect(findings.map((one) => one.setting)).toEqual([`${name}.${setting}`]);
      expect(JSON.stringify(findings)).not.toContain(config[name].clientSecret);
    });
  });

  it('another app client of a pool, with the command that removes it', async () => {
    const { userPoolId: UserPoolId } = config.machines;
    const client = cognitoAt(ministack);
    const { UserPoolClient } = await client.send(
      new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'another' }),
    );
    const ClientId = UserPoolClient!.ClientId!;
    const { findings, code } = await examine();
    await client.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(code).toBe(0);
    expect(findings.filter(({ setting }) => setting === 'machines.UserPoolClients')).toMatchObject([
      {
        severity: 'warning',
        mend: expect.stringMatching(`${UserPoolId} --client-id ${ClientId}$`) as string,
      },
    ]);
  });

  it('what may not be looked at hides nothing else, and is not called good', async () => {
    const denied = { status: 400, type: 'AccessDeniedException' };
    for (const operation of ['GetUserPoolMfaConfig', 'DescribeUserPoolClient', 'ListUserPoolClients'])
      cognito.status(operation, denied);
    dynamodb.status('DescribeTimeToLive', denied);
    const unseen = ['machines', 'people'].flatMap((name) =>
      [
        name === 'machines' ? 'MACHINE_CLIENT_ID' : 'PORTAL_CLIENT_ID',
        'MfaConfiguration',
        'UserPoolClients',
      ].map((one) => `${name}.${one}.rights`),
    );
    const report = await examine();
    expect(report.settings.sort()).toEqual([...unseen, 'table.TimeToLive.rights'].sort());
    expect(report).toMatchObject({ code: 1, err: expect.stringContaining('perhaps wrong: 7.') as string });
    say('pool', set({ AdminCreateUserConfig: {} }));
    const settings = (await examine()).settings.filter((one) => !one.endsWith('.rights'));
    expect(settings).toEqual(['machines.AllowAdminCreateUserOnly', 'people.AllowAdminCreateUserOnly']);
  });

  it.each([
    ['KeySchema', { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] }],
    ['GSI2', { GlobalSecondaryIndexes: [] as object[] }],
  ])('the table: %s as it must not be is found, and nothing else', async (setting, fields) => {
    const table = new TableExamination(
      tableAt(dynamodb.endpoint, ground.table.tableName).client,
      ground.table.tableName,
    );
    dynamodb.rewrite('DescribeTable', ({ Table = {} }) => {
      const { GlobalSecondaryIndexes = [] } = Table as { GlobalSecondaryIndexes?: { IndexName: string }[] };
      const kept = GlobalSecondaryIndexes.filter(({ IndexName }) => IndexName !== 'GSI2');
      const changed = setting === 'GSI2' ? { GlobalSecondaryIndexes: kept } : fields;
      return { Table: { ...Table, ...changed } };
    });
    const settings = (await table.run(patience())).map((one) => one.setting);
    expect(settings.filter((one) => !OF_EMULATORS.includes(one))).toEqual([`table.${setting}`]);
  });

  it('time to live, switched off', async () => {
    dynamodb.rewrite('DescribeTimeToLive', () => ({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    }));
    expect(await examine()).toMatchObject({ settings: ['table.TimeToLive'], code: 1 });
  });

  it.each([
    ['machines', 'AdminInitiateAuth', 'Unable to verify secret hash for client 4example'],
    ['machines', 'AdminInitiateAuth', 'SecretHash does not match for the client: 4example'],
    ['people', 'InitiateAuth', 'Unable to verify secret hash for client 4example'],
  ] as const)('the app client of %s: a secret that it does not know', async (name, operation, message) => {
    const secret = new AppClientExamination(name, cognitoAt(cognito.endpoint), config[name]);
    expect(await secret.run(patience())).toEqual([]);
    cognito.status(operation, { status: 400, type: 'NotAuthorizedException', message });
    const variable = name === 'machines' ? 'MACHINE_CLIENT_SECRET' : 'PORTAL_CLIENT_SECRET';
    const findings = await secret.run(patience());
    expect(findings).toMatchObject([{ severity: 'error', setting: `${name}.${variable}` }]);
    expect(JSON.stringify(findings)).not.toContain(config[name].clientSecret);
  });

  it('the second of two secrets is as good as the first, which alone is described', async () => {
    say('client', set({ ClientSecret: 'the first' }));
    expect(await examine()).toMatchObject({ settings: [], code: 0 });
  });

  it('tells of its own user where it could not delete it, with the command that does', async () => {
    // Behind those of the examination of rights.
    cognito.status('AdminDeleteUser', { status: 500, type: 'InternalErrorException' }, { after: 2 });
    const { findings, settings, code } = await examine();
    expect([settings, code]).toEqual([['sign-in.user'], 0]);
    expect(findings.find(({ setting }) => setting === 'sign-in.user')!.mend).toMatch(
      new RegExp(`--user-pool-id ${ground.machines.pool.userPoolId} --username doctor-\\w{16}$`),
    );
  });

  describe('a right that is denied', () => {
    const rights = () => {
      const documents = tableAt(dynamodb.endpoint, ground.table.tableName).documents;
      return new RightsExamination(documents, cognitoAt(cognito.endpoint), config).run(patience());
    };

    it.each(OF_DYNAMODB)('dynamodb: %s is named, with what mends it', async (operation, ...denied) => {
      dynamodb.status(operation, { status: 400, type: 'AccessDeniedException' });
      expect(await rights()).toMatchObject(denied.map(asMissing('dynamodb')));
    });

    it.each(OF_COGNITO)('cognito-idp: %s is named, with what mends it', async (operation, ...denied) => {
      cognito.status(operation, { status: 400, type: 'AccessDeniedException' });
      expect(await rights()).toMatchObject(denied.map(asMissing('cognito-idp')));
    });

    it('is one that the role of the task is given, and each of those is tried', () => {
      const tried = [
        ...OF_DYNAMODB.flatMap(([, ...names]) => names.map((name) => `dynamodb:${name}`)),
        ...OF_COGNITO.flatMap(([, ...names]) => names.map((name) => `cognito-idp:${name}`)),
      ].map((name) => name.split(' ')[0]);
      const given = actionsOf('TaskPolicy').filter((action) => !action.startsWith('kms:'));
      expect([...new Set(tried)].sort()).toEqual(given);
    });

    it('ends with exit code 1, and no sign-in is tried', async () => {
      cognito.status('AdminSetUserPassword', { status: 400, type: 'AccessDeniedException' });
      const settings = ['rights.cognito-idp:AdminSetUserPassword'];
      expect(await examine()).toMatchObject({ settings, code: 1, skipped: ['sign-in of a machine'] });
    });
  });

  it('a table, a pool, an app client that are not there', async () => {
    expect((await examine({ TABLE_NAME: 'not-there' })).settings).toEqual(['table']);
    const gone = await examine({ USER_POOL_ID: 'us-east-1_AAAAAAAAA', MACHINE_CLIENT_ID: 'gone' });
    expect(gone).toMatchObject({ settings: ['machines'], code: 1 });
    const clients = await examine({ MACHINE_CLIENT_ID: 'gone', PORTAL_CLIENT_ID: 'gone' });
    const settings = ['machines.MACHINE_CLIENT_ID', 'people.PORTAL_CLIENT_ID'];
    expect(clients).toMatchObject({ settings, code: 1 });
  });

  it('tokens that say something else than they should', async () => {
    const issuer = await examine({ COGNITO_ISSUER: 'https://issuer.example' });
    expect(issuer).toMatchObject({ settings: ['sign-in.verify'], code: 1 });
  });

  it('a clock that is wrong, keys that cannot be read', async () => {
    const late = await serveKeys(ground.machines.pool.jwksUrl, -60_000);
    expect((await examine({ COGNITO_JWKS_URL: late.url })).settings).toEqual(['clock']);
    late.server.close();
    const report = await examine({ COGNITO_JWKS_URL: 'http://127.0.0.1:1/' });
    expect(report).toMatchObject({ settings: ['machines.jwksUrl'], code: 1 });
  });

  describeWith('kms', emulators().kms, (kms) => {
    it('a key that is not there', async () => {
      const key = { KMS_KEY_ID: '00000000-0000-4000-8000-000000000000', AWS_ENDPOINT_URL_KMS: kms };
      expect(await examine(key)).toMatchObject({ settings: ['key'], code: 1 });
    });
  });

  it('says for people what is wrong, why, and what mends it', async () => {
    cognito.rewrite('DescribeUserPoolClient', ({ UserPoolClient }) => ({
      UserPoolClient: { ...UserPoolClient, EnableTokenRevocation: false },
    }));
    const { code, out, err } = await runCli(ground, ['doctor'], {
      ...issuers(),
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
    expect(out).toMatch(
      /error: machines\.EnableTokenRevocation: .*\n {2}why: {2}.*\n {2}mend: node dist\/cli init/,
    );
    expect(out).toContain('not tried: sign-in of a machine');
    expect([code, err]).toEqual([1, expect.stringContaining('Errors: 2. Mend them')]);
  });
});

/** The same keys, with another time on the answer. */
async function serveKeys(jwksUrl: string, ahead: number): Promise<{ url: string; server: Server }> {
  const keys = await (await fetch(jwksUrl)).text();
  const server = createServer((_, response) => {
    response.sendDate = false;
    response.setHeader('date', new Date(Date.now() + ahead).toUTCString()).end(keys);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
