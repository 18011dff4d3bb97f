import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Abstract, type FactoryProvider, Module } from '@nestjs/common';
import { RegistrationStore } from '../../admin/registrations/registration-store.js';
import { SignOutStore } from '../../admin/sign-in/sign-out-store.js';
import { UserStore } from '../../admin/users/user-store.js';
import { AuditLog } from '../../audit/audit-log.js';
import { CanaryStore } from '../../clients/ports/canary-store.js';
import { ClientStore } from '../../clients/ports/client-store.js';
import { SessionStore } from '../../clients/ports/session-store.js';
import { Clock, type Millis } from '../../common/clock.js';
import { Config } from '../../config/config.js';
import { CutOffReader } from '../../cut-offs/cut-off-reader.js';
import { ReplicaStore } from '../../fleet/replica-store.js';
import { People } from '../../guard/people.js';
import { IdempotencyStore } from '../../idempotency/idempotency-store.js';
import { SharedLimits } from '../../limits/shared-limits.js';
import { ComparisonSchedule } from '../../reconcile/comparison-schedule.js';
import { SealedRecords } from '../../sealing/sealed-records.js';
import { TenantStore } from '../../tenants/tenant-store.js';
import { AccessReader } from '../../tokens/ports/access-reader.js';
import { UsageStore } from '../../usage/usage-store.js';
import { WorkQueue } from '../../work/work-queue.js';
import { countFailures } from '../count-failures.js';
import { traced } from '../traced.js';
import { BatchReader } from './batch-reader.js';
import { CoalescedAccessReader, accessView } from './coalesced-access-reader.js';
import type { Watch } from './direct-batch-get.js';
import { DynamodbAuditLog } from './dynamodb-audit-log.js';
import { DynamodbCanaryStore } from './dynamodb-canary-store.js';
import { DynamodbClientStore } from './dynamodb-client-store.js';
import { makeDocumentClient, makeDynamodbClient } from './dynamodb-client.js';
import { DynamodbComparisonSchedule } from './dynamodb-comparison-schedule.js';
import { DynamodbCutOffReader } from './dynamodb-cut-off-reader.js';
import { translated } from './dynamodb-errors.js';
import { DynamodbIdempotencyStore } from './dynamodb-idempotency-store.js';
import { DynamodbPeople } from './dynamodb-people.js';
import { DynamodbRegistrationStore } from './dynamodb-registration-store.js';
import { DynamodbReplicaStore } from './dynamodb-replica-store.js';
import { DynamodbSealedRecords } from './dynamodb-sealed-records.js';
import { DynamodbSessionStore } from './dynamodb-session-store.js';
import { DynamodbSharedLimits } from './dynamodb-shared-limits.js';
import { DynamodbSignOutStore } from './dynamodb-sign-out-store.js';
import { DynamodbTenantStore } from './dynamodb-tenant-store.js';
import { DynamodbUsageStore } from './dynamodb-usage-store.js';
import { DynamodbUserStore } from './dynamodb-user-store.js';
import { DynamodbWorkQueue } from './dynamodb-work-queue.js';
import { Table } from './table.js';

/** How long one try at the table may take, where a person waits for a command and not a request for its answer. */
export const TABLE_PATIENCE = Symbol('table patience');
/** How long one try at the table may take. */
const TRY_TIMEOUT = Symbol('try timeout');

const CLIENT: FactoryProvider[] = [
  {
    provide: TRY_TIMEOUT,
    inject: [Config, { token: TABLE_PATIENCE, optional: true }],
    useFactory: ({ tableTryTimeout }: Config, patience: Millis = tableTryTimeout) => patience,
  },
  {
    provide: DynamoDBDocumentClient,
    inject: [Config, TRY_TIMEOUT],
    useFactory: async ({ region, tracing }: Config, tryTimeout: Millis) => {
      const client = makeDocumentClient(makeDynamodbClient({ region, tryTimeout }));
      countFailures(client, 'table', (error) => translated(error, 'call'));
      return traced(client, 'DynamoDB', tracing);
    },
  },
  {
    provide: Table,
    inject: [DynamoDBDocumentClient, Config],
    useFactory: async (documents: DynamoDBDocumentClient, { tableName, tracing }: Config) =>
      new Table(documents, tableName, tracing ? await batchesTraced() : undefined),
  },
];

/** Batches of reads go past the middleware of their client. */
async function batchesTraced(): Promise<Watch> {
  const { inSpan } = await import('../trace-calls.js');
  return (call) => inSpan('DynamoDB', 'BatchGetItem', call);
}

/** An adapter that needs the table alone. */
function onTable<T>(port: Abstract<T>, Adapter: new (table: Table) => T): FactoryProvider<T> {
  return { provide: port, inject: [Table], useFactory: (table: Table) => new Adapter(table) };
}

/** One that also writes what is kept as long as the audit trail. */
function audited<T>(
  port: Abstract<T>,
  Adapter: new (table: Table, retention: Millis) => T,
): FactoryProvider<T> {
  return {
    provide: port,
    inject: [Table, Config],
    useFactory: (table: Table, { auditRetention }: Config) => new Adapter(table, auditRetention),
  };
}

/** Which adapter stands behind which port. */
const STORES: FactoryProvider[] = [
  onTable(AuditLog, DynamodbAuditLog),
  onTable(CanaryStore, DynamodbCanaryStore),
  onTable(ComparisonSchedule, DynamodbComparisonSchedule),
  onTable(CutOffReader, DynamodbCutOffReader),
  onTable(IdempotencyStore, DynamodbIdempotencyStore),
  onTable(People, DynamodbPeople),
  onTable(SealedRecords, DynamodbSealedRecords),
  onTable(SignOutStore, DynamodbSignOutStore),
  onTable(WorkQueue, DynamodbWorkQueue),
  audited(ClientStore, DynamodbClientStore),
  audited(TenantStore, DynamodbTenantStore),
  audited(UsageStore, DynamodbUsageStore),
  audited(UserStore, DynamodbUserStore),
  {
    provide: RegistrationStore,
    inject: [Table, Config, Clock],
    useFactory: (table: Table, { auditRetention }: Config, clock: Clock) =>
      new DynamodbRegistrationStore(table, auditRetention, clock),
  },
  {
    provide: ReplicaStore,
    inject: [Table, Clock],
    useFactory: (table: Table, clock: Clock) => new DynamodbReplicaStore(table, clock),
  },
  {
    provide: SharedLimits,
    inject: [Table, Clock, Config],
    useFactory: (table: Table, clock: Clock, { limits }: Config) =>
      new DynamodbSharedLimits(table, clock, limits?.shared),
  },
  {
    provide: SessionStore,
    inject: [Table, TRY_TIMEOUT],
    useFactory: (table: Table, tryTimeout: Millis) =>
      new DynamodbSessionStore(table, new BatchReader(table, tryTimeout)),
  },
  {
    provide: AccessReader,
    inject: [Table, TRY_TIMEOUT, Config],
    useFactory: (table: Table, tryTimeout: Millis, { tokenCacheSize }: Config) =>
      new CoalescedAccessReader(new BatchReader(table, tryTimeout, accessView(tokenCacheSize))),
  },
];

/** All that is kept in the table. */
@Module({ providers: [...CLIENT, ...STORES], exports: [Table, ...STORES.map(({ provide }) => provide)] })
export class DynamodbModule {}
