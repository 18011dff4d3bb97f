import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { VERSION } from '../../../src/common/version.js';
import { Readiness } from '../../../src/health/readiness.js';
import type { PortalConfigDto, SystemDto } from '../../../src/system/system.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeOperator, type TestPerson } from '../../support/people.js';

type Details = Readonly<Record<'pool' | 'key', { readonly condition: string }>>;

describe('what an operator is told of the system', () => {
  let broker: TestBroker;
  let operator: TestPerson;

  beforeAll(async () => {
    broker = await startBroker({ env: { REGISTRATION: 'open', COGNITO_MAX_RPS: '120' } });
    operator = await makeOperator(broker);
  });
  afterAll(() => broker.stop());

  const system = async () => (await operator.api.get<SystemDto>('/api/v1/admin/system')).body;

  /** Of a kind that no version knows, so that nobody sees to it. */
  async function leaveWork(dueAt: number, dueSince?: number): Promise<void> {
    const { documents, tableName: TableName } = broker.table;
    const Item = { PK: `TEST#${dueAt}`, SK: 'TEST', GSI2PK: 'WORK#1', GSI2SK: dueAt, dueSince };
    await documents.send(new PutCommand({ TableName, Item }));
  }

  it('is its health, as load balancers are told, and that nothing is pending', async () => {
    const { pool, key } = (await operator.api.get<{ details: Details }>('/health/ready')).body.details;
    const { cognito, ...rest } = await system();

    expect(rest).toEqual({
      version: VERSION,
      ready: true,
      table: 'up',
      pool: pool.condition,
      key: key.condition,
      breaker: 'closed',
      pendingWork: { count: 0, oldestAt: null },
    });
    expect(cognito['UserAuthentication']).toEqual({ used: expect.any(Number) as number, limit: 108 });
  });

  it('counts the calls to Cognito', async () => {
    const { UserAuthentication, UserCreation } = (await system()).cognito;

    expect(UserAuthentication!.used).toBeGreaterThan(0);
    expect(UserCreation!.used).toBeGreaterThan(0);
  });

  it('counts what is pending, and what failed and was put off', async () => {
    await leaveWork(1);
    await leaveWork(Date.now() + 50_000, 0);
    await leaveWork(Date.now() + 20_000);

    expect((await system()).pendingWork).toEqual({ count: 2, oldestAt: '1970-01-01T00:00:00.000Z' });
  });

  it('says when the replica wants no more requests', async () => {
    broker.app.get(Readiness).drain();

    expect((await system()).ready).toBe(false);
  });

  it('is beside what anybody is told, who may send a token that is none', async () => {
    const { status, body } = await new Api(broker.url, 'x').get<PortalConfigDto>('/api/v1/config');

    expect([status, body]).toEqual([
      200,
      {
        registration: 'open',
        docsUrl: 'https://broker.example/docs',
        tokenUrl: 'https://broker.example/oauth/token',
      },
    ]);
  });
});
