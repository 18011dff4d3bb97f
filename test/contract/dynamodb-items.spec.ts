import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DynamodbClientStore } from '../../src/aws/dynamodb/dynamodb-client-store.js';
import { DynamodbRegistrationStore } from '../../src/aws/dynamodb/dynamodb-registration-store.js';
import { DynamodbUsageStore } from '../../src/aws/dynamodb/dynamodb-usage-store.js';
import {
  CUT_OFFS,
  type Key,
  auditTrail,
  registrationKey,
  usageBatchKey,
  usagePartition,
} from '../../src/aws/dynamodb/keys.js';
import type { Item } from '../../src/aws/dynamodb/stored.js';
import { disable, edit } from '../../src/clients/domain/client-lifecycle.js';
import { ConcurrentChange } from '../../src/common/change-guard.js';
import { DAY, toEpochSeconds } from '../../src/common/clock.js';
import { NOON, aClient, aRegistration, aTenant, anEntry, bytes } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';
import { type TestTable, makeTable } from '../support/table.js';

/** What no port reads yet, and what only DynamoDB knows. */
describe('items in DynamoDB', () => {
  let made: TestTable;
  let clients: DynamodbClientStore;

  beforeEach(async () => {
    made = await makeTable();
    clients = new DynamodbClientStore(made.table, 400 * DAY);
  });

  const under = async (PK: string): Promise<Item[]> => {
    const { Items = [] } = await made.documents.send(
      new QueryCommand({
        TableName: made.tableName,
        KeyConditionExpression: 'PK = :PK',
        ExpressionAttributeValues: { ':PK': PK },
      }),
    );
    return Items as Item[];
  };

  it('keep an audit entry for the retention', async () => {
    const client = aClient();
    const entry = anEntry({ tenantId: client.tenantId });
    await clients.create(client, bytes('sealed password'), { audit: [entry] }, patience());
    const [item] = await under(auditTrail(client.tenantId));
    expect(item?.ttl).toBe(toEpochSeconds(NOON + 400 * DAY));
  });

  it('keep the usage of a day for the retention, and what remembers a batch for a day', async () => {
    const usage = new DynamodbUsageStore(made.table, 400 * DAY);
    const counters = { tokensServed: 1, cognitoCalls: 0, refused: 0 };
    const counts = [{ tenantId: 'tn_1', clientId: 'cl_1', day: '2031-05-06', ...counters }];
    await usage.record({ id: 'b-1', madeAt: NOON, counts, uses: [] }, patience());
    const [count] = await under(usagePartition('tn_1'));
    expect(count?.ttl).toBe(toEpochSeconds(Date.UTC(2031, 4, 6) + 400 * DAY));
    const [batch] = await under(usageBatchKey('b-1').PK);
    expect(batch?.ttl).toBe(toEpochSeconds(NOON + DAY));
  });

  it('publish cut-offs with the change, and none with one that is refused', async () => {
    const client = aClient();
    await clients.create(client, bytes('sealed password'), { audit: [] }, patience());
    const exp = toEpochSeconds(NOON) + 900;
    const cutOff = { claim: 'sub', value: 'b7f4', iatUpTo: 7, exp } as const;
    const record = { audit: [], cutOffs: [cutOff, { ...cutOff, claim: 'jti' as const }] };
    await clients.commit(disable(client, NOON, 7)!, record, patience());
    const refused = clients.commit(edit(client, { name: 'late' }, NOON, 0), record, patience());
    await expect(refused).rejects.toThrow(ConcurrentChange);
    const items = await under(CUT_OFFS);
    expect(items).toHaveLength(2);
    expect(items).toContainEqual(expect.objectContaining({ ...cutOff, ttl: exp }));
    expect(items.every(({ SK }) => SK.startsWith(`${String(exp).padStart(15, '0')}#`))).toBe(true);
  });

  it('forget a registration 30 days after it was left alone or decided, not while it is being approved', async () => {
    let now = NOON;
    const registrations = new DynamodbRegistrationStore(made.table, DAY, { now: () => now });
    const ttl = async ({ PK, SK }: Key) => (await made.table.get<Item>({ PK, SK }, patience()))?.ttl;
    const [approved, rejected] = [aRegistration(), aRegistration()];
    for (const one of [approved, rejected]) await registrations.add(one, undefined, patience());
    expect(await ttl(registrationKey(approved.id))).toBe(toEpochSeconds(NOON + 30 * DAY));

    now += DAY;
    const tenant = aTenant();
    const approval = { tenantId: tenant.id, clientId: 'cl_1', invitationId: 'inv-1', allowedScopes: [] };
    const underWay = { ...approved, status: 'approved', approval: { ...approval, complete: false } } as const;
    const decision = { registration: underWay, tenant, dueAt: NOON };
    await registrations.approve(decision, [], patience());
    await registrations.reject({ ...rejected, status: 'rejected' }, [], patience());
    expect(await ttl(registrationKey(approved.id))).toBeUndefined();
    expect(await ttl(registrationKey(rejected.id))).toBe(toEpochSeconds(NOON + 31 * DAY));

    const complete = { ...underWay, approval: { ...approval, complete: true } };
    await registrations.saveApproval(complete, patience());
    expect(await ttl(registrationKey(approved.id))).toBe(toEpochSeconds(NOON + 31 * DAY));
  });
});
