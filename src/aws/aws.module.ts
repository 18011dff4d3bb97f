import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type FactoryProvider, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { PeoplePool } from '../admin/ports/people-pool.js';
import { RegistrationStore } from '../admin/registrations/registration-store.js';
import { SignOutStore } from '../admin/sign-in/sign-out-store.js';
import { UserStore } from '../admin/users/user-store.js';
import { AuditLog } from '../audit/audit-log.js';
import { CanaryStore } from '../clients/ports/canary-store.js';
import { ClientStore } from '../clients/ports/client-store.js';
import { MachinePool } from '../clients/ports/machine-pool.js';
import { SessionStore } from '../clients/ports/session-store.js';
import { Clock, type Millis, Stopwatch } from '../common/clock.js';
import { Config, type MasterKey } from '../config/config.js';
import { CutOffReader } from '../cut-offs/cut-off-reader.js';
import { BudgetShare } from '../fleet/budget-share.js';
import { ReplicaStore } from '../fleet/replica-store.js';
import { People } from '../guard/people.js';
import { Probes } from '../health/probes.js';
import { IdempotencyStore } from '../idempotency/idempotency-store.js';
import { SharedLimits } from '../limits/shared-limits.js';
import { ComparisonSchedule } from '../reconcile/comparison-schedule.js';
import { KeyProvider } from '../sealing/key-provider.js';
import { KeyRing } from '../sealing/key-ring.js';
import { SealedRecords } from '../sealing/sealed-records.js';
import { CognitoLoad } from '../system/cognito-load.js';
import { TenantStore } from '../tenants/tenant-store.js';
import { AccessReader } from '../tokens/ports/access-reader.js';
import { RefreshRoom } from '../tokens/ports/refresh-room.js';
import { UsageStore } from '../usage/usage-store.js';
import { WorkQueue } from '../work/work-queue.js';
import { AwsProbes } from './aws-probes.js';
import { CognitoCalls } from './cognito/cognito-calls.js';
import { createCognitoClient } from './cognito/cognito-client.js';
import { CognitoLimiter } from './cognito/cognito-limiter.js';
import { CognitoMachinePool } from './cognito/cognito-machine-pool.js';
import { CognitoPeoplePool } from './cognito/cognito-people-pool.js';
import { PoolBreaker } from './cognito/pool-breaker.js';
import { countFailures } from './count-failures.js';
import { BatchReader } from './dynamodb/batch-reader.js';
import { CoalescedAccessReader, accessView } from './dynamodb/coalesced-access-reader.js';
import { DynamodbAuditLog } from './dynamodb/dynamodb-audit-log.js';
import { DynamodbCanaryStore } from './dynamodb/dynamodb-canary-store.js';
import { DynamodbClientStore } from './dynamodb/dynamodb-client-store.js';
import { makeDocumentClient, makeDynamodbClient } from './dynamodb/dynamodb-client.js';
import { DynamodbComparisonSchedule } from './dynamodb/dynamodb-comparison-schedule.js';
import { DynamodbCutOffReader } from './dynamodb/dynamodb-cut-off-reader.js';
import { translated } from './dynamodb/dynamodb-errors.js';
import { DynamodbIdempotencyStore } from './dynamodb/dynamodb-idempotency-store.js';
import { DynamodbPeople } from './dynamodb/dynamodb-people.js';
import { DynamodbRegistrationStore } from './dynamodb/dynamodb-registration-store.js';
import { DynamodbSealedRecords } from './dynamodb/dynamodb-sealed-records.js';
import { DynamodbReplicaStore } from './dynamodb/dynamodb-replica-store.js';
import { DynamodbSessionStore } from './dynamodb/dynamodb-session-store.js';
import { DynamodbSharedLimits } from './dynamodb/dynamodb-shared-limits.js';
import { DynamodbSignOutStore } from './dynamodb/dynamodb-sign-out-store.js';
import { DynamodbTenantStore } from './dynamodb/dynamodb-tenant-store.js';
import { DynamodbUsageStore } from './dynamodb/dynamodb-usage-store.js';
import { DynamodbUserStore } from './dynamodb/dynamodb-user-store.js';
import { DynamodbWorkQueue } from './dynamodb/dynamodb-work-queue.js';
import type { Watch } from './dynamodb/direct-batch-get.js';
import { Table } from './dynamodb/table.js';
import { KeyBreaker } from './kms/key-breaker.js';
import { createKmsClient } from './kms/kms-client.js';
import { unwrapError } from './kms/kms-errors.js';
import { KmsKeyProvider } from './kms/kms-key-provider.js';
import { LocalKeyProvider } from './kms/local-key-provider.js';

type Cognito = CognitoIdentityProviderClient;

function keyProvider(kms: KMSClient, key: MasterKey): KeyProvider {
  return key.provider === 'kms' ? new KmsKeyProvider(kms, key.keyId) : new LocalKeyProvider(key.masterKey);
}

/** How long one try at the table may take, where a person waits for a command and not a request for its answer. */
export const TABLE_PATIENCE = Symbol('table patience');

/** Which adapter stands behind which port. */
const ADAPTERS: FactoryProvider[] = [
  {
    provide: Table,
    inject: [DynamoDBDocumentClient, Config],
    useFactory: async (documents: DynamoDBDocumentClient, { tableName, tracing }: Config) =>
      new Table(documents, tableName, tracing ? await batchesTraced() : undefined),
  },
  {
    provide: ClientStore,
    inject: [Table, Config],
    useFactory: (table: Table, config: Config) => new DynamodbClientStore(table, config.auditRetention),
  },
  { provide: CanaryStore, inject: [Table], useFactory: (table: Table) => new DynamodbCanaryStore(table) },
  {
    provide: SessionStore,
    inject: [Table, Config, { token: TABLE_PATIENCE, optional: true }],
    useFactory: (table: Table, { tableTryTimeout }: Config, tryTimeout: Millis = tableTryTimeout) =>
      new DynamodbSessionStore(table, new BatchReader(table, tryTimeout)),
  },
  {
    provide: AccessReader,
    inject: [Table, Config, { token: TABLE_PATIENCE, optional: true }],
    useFactory: (
      table: Table,
      { tableTryTimeout, tokenCacheSize }: Config,
      tryTimeout: Millis = tableTryTimeout,
    ) => new CoalescedAccessReader(new BatchReader(table, tryTimeout, accessView(tokenCacheSize))),
  },
  {
    provide: TenantStore,
    inject: [Table, Config],
    useFactory: (table: Table, config: Config) => new DynamodbTenantStore(table, config.auditRetention),
  },
  {
    provide: UserStore,
    inject: [Table, Config],
    useFactory: (table: Table, config: Config) => new DynamodbUserStore(table, config.auditRetention),
  },
  { provide: SignOutStore, inject: [Table], useFactory: (table: Table) => new DynamodbSignOutStore(table) },
  { provide: People, inject: [Table], useFactory: (table: Table) => new DynamodbPeople(table) },
  {
    provide: RegistrationStore,
    inject: [Table, Config, Clock],
    useFactory: (table: Table, config: Config, clock: Clock) =>
      new DynamodbRegistrationStore(table, config.auditRetention, clock),
  },
  { provide: CutOffReader, inject: [Table], useFactory: (table: Table) => new DynamodbCutOffReader(table) },
  {
    provide: IdempotencyStore,
    inject: [Table],
    useFactory: (table: Table) => new DynamodbIdempotencyStore(table),
  },
  {
    provide: SealedRecords,
    inject: [Table],
    useFactory: (table: Table) => new DynamodbSealedRecords(table),
  },
  { provide: AuditLog, inject: [Table], useFactory: (table: Table) => new DynamodbAuditLog(table) },
  {
    provide: UsageStore,
    inject: [Table, Config],
    useFactory: (table: Table, config: Config) => new DynamodbUsageStore(table, config.auditRetention),
  },
  {
    provide: SharedLimits,
    inject: [Table, Clock, Config],
    useFactory: (table: Table, clock: Clock, { limits }: Config) =>
      new DynamodbSharedLimits(table, clock, limits?.shared),
  },
  {
    provide: ComparisonSchedule,
    inject: [Table],
    useFactory: (table: Table) => new DynamodbComparisonSchedule(table),
  },
  {
    provide: ReplicaStore,
    inject: [Table, Clock],
    useFactory: (table: Table, clock: Clock) => new DynamodbReplicaStore(table, clock),
  },
  { provide: WorkQueue, inject: [Table], useFactory: (table: Table) => new DynamodbWorkQueue(table) },
  {
    provide: MachinePool,
    inject: [CognitoIdentityProviderClient, Config],
    useFactory: (cognito: Cognito, config: Config) =>
      new CognitoMachinePool(cognito, config.machines, config.tableName),
  },
  { provide: RefreshRoom, inject: [CognitoLimiter], useFactory: (limiter: CognitoLimiter) => limiter },
  {
    provide: PeoplePool,
    inject: [CognitoIdentityProviderClient, Config],
    useFactory: (cognito: Cognito, config: Config) =>
      new CognitoPeoplePool(cognito, config.people, config.tableName),
  },
  {
    provide: CognitoLoad,
    inject: [Clock, CognitoLimiter, PoolBreaker],
    useFactory: (clock: Clock, limiter: CognitoLimiter, breaker: PoolBreaker) =>
      new CognitoCalls(clock, limiter, breaker),
  },
  {
    provide: KeyProvider,
    inject: [KMSClient, Config],
    useFactory: (kms: KMSClient, { key: { previous, ...key } }: Config) =>
      previous ? new KeyRing(keyProvider(kms, key), keyProvider(kms, previous)) : keyProvider(kms, key),
  },
  {
    provide: Probes,
    inject: [Table, CognitoIdentityProviderClient, KeyProvider, Config],
    useFactory: (table: Table, cognito: Cognito, keys: KeyProvider, config: Config) =>
      new AwsProbes(table, cognito, keys, config.machines),
  },
];

/** What stands before the calls to Cognito. */
const GUARDS: FactoryProvider[] = [
  {
    provide: CognitoLimiter,
    inject: [Config, BudgetShare, Stopwatch],
    useFactory: ({ cognitoMaxRps }: Config, share: BudgetShare, stopwatch: Stopwatch) =>
      new CognitoLimiter(cognitoMaxRps, share, stopwatch),
  },
  {
    provide: PoolBreaker,
    inject: [CognitoLimiter],
    useFactory: (limiter: CognitoLimiter) => {
      const breaker = new PoolBreaker();
      breaker.onOpen((reason) => limiter.dismiss(reason));
      return breaker;
    },
  },
];

/** OpenTelemetry is loaded only where it is switched on. */
async function traced<T extends Cognito | KMSClient | DynamoDBDocumentClient>(
  client: T,
  service: string,
  isTraced: boolean,
): Promise<T> {
  if (isTraced) (await import('./trace-calls.js')).traceCalls(client, service);
  return client;
}

/** Batches of reads go past the middleware of their client. */
async function batchesTraced(): Promise<Watch> {
  const { inSpan } = await import('./trace-calls.js');
  return (call) => inSpan('DynamoDB', 'BatchGetItem', call);
}

const CLIENTS: FactoryProvider[] = [
  {
    provide: DynamoDBDocumentClient,
    inject: [Config, { token: TABLE_PATIENCE, optional: true }],
    useFactory: async (
      { region, tracing, tableTryTimeout }: Config,
      tryTimeout: Millis = tableTryTimeout,
    ) => {
      const client = makeDocumentClient(makeDynamodbClient({ region, tryTimeout }));
      countFailures(client, 'table', (error) => translated(error, 'call'));
      return traced(client, 'DynamoDB', tracing);
    },
  },
  {
    provide: CognitoIdentityProviderClient,
    inject: [Config, PoolBreaker, CognitoLimiter, CognitoLoad],
    useFactory: async (
      { region, tracing }: Config,
      breaker: PoolBreaker,
      limiter: CognitoLimiter,
      calls: CognitoCalls,
    ) => {
      const client = await traced(createCognitoClient({ region }), 'Cognito', tracing);
      breaker.guard(client);
      limiter.guard(client);
      calls.watch(client);
      return client;
    },
  },
  {
    provide: KMSClient,
    inject: [Config],
    useFactory: async ({ region, tracing }: Config) => {
      const client = await traced(createKmsClient({ region }), 'KMS', tracing);
      new KeyBreaker().guard(client);
      countFailures(client, 'key', unwrapError);
      return client;
    },
  },
];

/** The adapters of all ports. The clients are closed last, once nothing is in flight any more. */
@Global()
@Module({ providers: [...GUARDS, ...CLIENTS, ...ADAPTERS], exports: ADAPTERS.map(({ provide }) => provide) })
export class AwsModule implements OnApplicationShutdown {
  constructor(
    @Inject(DynamoDBDocumentClient) private readonly documents: DynamoDBDocumentClient,
    @Inject(CognitoIdentityProviderClient) private readonly cognito: Cognito,
    @Inject(KMSClient) private readonly kms: KMSClient,
  ) {}

  onApplicationShutdown(): void {
    for (const client of [this.documents, this.cognito, this.kms]) client.destroy();
  }
}
