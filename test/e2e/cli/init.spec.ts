import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, ListAliasesCommand } from '@aws-sdk/client-kms';
import { tableDefinition } from '../../../src/aws/dynamodb/table-definition.js';
import { createKmsClient } from '../../../src/aws/kms/kms-client.js';
import { type Ground, startBroker } from '../../support/broker.js';
import { runCli } from '../../support/cli.js';
import { machinesPoolAt, peoplePoolAt } from '../../support/cognito-pools.js';
import { emulators } from '../../support/emulators.js';
import { describeWith } from '../../support/optional-suite.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { makePartner } from '../../support/partner.js';
import { makeTable, tableAt } from '../../support/table.js';

describeWith('kms', emulators().kms, (kms) => {
  let ground: Ground;
  let cognito: FaultProxy;
  let key: FaultProxy;
  let dynamodb: FaultProxy;

  beforeAll(async () => {
    const { cognitoLocal } = emulators();
    [cognito, key, dynamodb] = await Promise.all([
      startFaultProxy(cognitoLocal),
      startFaultProxy(kms),
      startFaultProxy(emulators().dynamodb),
    ]);
    const [table, machines, people] = await Promise.all([
      makeTable(),
      machinesPoolAt(cognitoLocal),
      peoplePoolAt(cognitoLocal),
    ]);
    ground = { table, machines, people };
  });
  afterEach(() => key.clear());
  afterAll(() => Promise.all([cognito, key, dynamodb].map((proxy) => proxy.stop())));

  /** For an installation of that name. */
  async function init(tableName: string, env: Record<string, string> = {}) {
    const { code, out, err } = await runCli(ground, ['init', '--json'], {
      TABLE_NAME: tableName,
      KEY_PROVIDER: 'kms',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
      AWS_ENDPOINT_URL_KMS: key.endpoint,
      ...env,
    });
    return { code, err, made: (code === 0 ? JSON.parse(out) : {}) as Record<string, string> };
  }

  /** Whatever call is the first to fail, the next run completes what this one has begun. */
  it.each([
    ['dynamodb', 'UpdateTimeToLive'],
    ['dynamodb', 'PutItem'],
    ['cognito', 'CreateUserPool'],
    ['cognito', 'SetUserPoolMfaConfig'],
    ['cognito', 'CreateUserPoolClient'],
    ['key', 'EnableKeyRotation'],
    ['key', 'CreateAlias'],
  ] as const)('cut short at %s %s and repeated, makes one of each', async (where, operation) => {
    const tableName = `test-${randomUUID()}`;
    const denied = { status: 400, type: 'AccessDeniedException' };
    ({ cognito, key, dynamodb })[where].status(operation, denied, { times: 1 });
    const before = [key.count('CreateKey'), cognito.count('CreateUserPool')];
    const { code: failed, err } = await init(tableName);
    expect([failed, err]).toEqual([
      1,
      expect.stringMatching(
        /^.* could not be made or completed: (AccessDeniedException|DependencyMisconfigured): .*\n.*run init again/,
      ),
    ]);
    expect(err).not.toContain('    at ');
    const { made, code } = await init(tableName);
    expect(code).toBe(0);
    expect(await init(tableName)).toMatchObject({ code: 0, made });
    const after = [key.count('CreateKey'), cognito.count('CreateUserPool')];
    const inVain = operation === 'CreateUserPool' ? 1 : 0;
    expect(after).toEqual([before[0]! + 1, before[1]! + 2 + inVain]);
    expect(made['KMS_KEY_ID']).toMatch(/^arn:aws:kms:/);
  });

  it('completes a table that lacks an index', async () => {
    const tableName = `test-${randomUUID()}`;
    const { AttributeDefinitions = [], GlobalSecondaryIndexes = [], ...table } = tableDefinition(tableName);
    const { client } = tableAt(emulators().dynamodb, tableName);
    const attributes = AttributeDefinitions.filter(({ AttributeName }) => !AttributeName?.startsWith('GSI2'));
    await client.send(
      new CreateTableCommand({
        ...table,
        AttributeDefinitions: attributes,
        GlobalSecondaryIndexes: GlobalSecondaryIndexes.slice(0, 1),
      }),
    );
    expect(await init(tableName, { AWS_REGION: 'eu-central-1' })).toMatchObject({ code: 0, err: '' });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    const names = Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort();
    expect(names).toEqual(['GSI1', 'GSI2']);
  });

  it('prints an environment that a broker runs with', async () => {
    const { made } = await init(`test-${randomUUID()}`);
    const { app, stop } = await startBroker({
      beside: ground,
      env: {
        ...made,
        LOCAL_MASTER_KEY: '',
        COGNITO_ISSUER: `${cognito.endpoint}/${made['USER_POOL_ID']}`,
      },
      endpoints: { cognito: cognito.endpoint, kms: key.endpoint },
    });
    expect((await makePartner({ app })).credential).toMatch(/^bab_/);
    await stop();
  });

  const kmsClient = () =>
    createKmsClient({
      region: 'us-east-1',
      endpoint: kms,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });

  it('passes over keys of the account that nobody else may describe', async () => {
    await kmsClient().send(new CreateKeyCommand({}));
    // Behind that by the alias.
    key.status('DescribeKey', { status: 400, type: 'AccessDeniedException' }, { after: 1 });
    expect(await init(`test-${randomUUID()}`)).toMatchObject({ code: 0, err: '' });
  });

  it('makes no key where one is named, and leaves those of others alone', async () => {
    const client = kmsClient();
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    const tableName = `test-${randomUUID()}`;
    expect((await init(tableName, { KMS_KEY_ID: KeyMetadata!.KeyId! })).made).not.toHaveProperty(
      'KMS_KEY_ID',
    );
    const { Aliases = [] } = await client.send(new ListAliasesCommand({}));
    expect(Aliases.map(({ AliasName }) => AliasName)).not.toContain(`alias/${tableName}`);
  });
});
