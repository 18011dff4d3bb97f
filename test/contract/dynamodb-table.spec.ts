import { inspect } from 'node:util';
import { equals, missing } from '../../src/aws/dynamodb/conditions.js';
import { DynamodbTenantStore } from '../../src/aws/dynamodb/dynamodb-tenant-store.js';
import { ConditionFailed } from '../../src/aws/dynamodb/dynamodb-errors.js';
import { provisionTable } from '../../src/aws/dynamodb/table-definition.js';
import type { Key } from '../../src/aws/dynamodb/keys.js';
import type { Table } from '../../src/aws/dynamodb/table.js';
import { put } from '../../src/aws/dynamodb/writes.js';
import {
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../../src/common/errors/dependency-errors.js';
import { PLATFORM_TENANT_ID } from '../../src/common/ids.js';
import {
  type Answer,
  type Call,
  type DynamodbProxy,
  cancelled,
  failure,
  startDynamodbProxy,
} from '../support/dynamodb-proxy.js';
import { patience } from '../support/signals.js';
import { type TestTable, makeTable, tableAt } from '../support/table.js';
import { startWireServer } from '../support/wire-server.js';

describe('the table', () => {
  let made: TestTable;

  beforeAll(async () => {
    made = await makeTable();
  });

  it('is made once, however often, and keeps what it holds', async () => {
    const tenants = new DynamodbTenantStore(made.table, 1);
    const platform = await tenants.find(PLATFORM_TENANT_ID, patience());
    expect(platform).toMatchObject({ name: 'Platform', status: 'active', allowedScopes: [] });
    await provisionTable(made.client, made.tableName, { now: () => 5 });
    expect(await tenants.find(PLATFORM_TENANT_ID, patience())).toEqual(platform);
  });

  describe('at the wire', () => {
    const item = (PK: string) => ({ PK, SK: 'TEST' });
    let proxy: DynamodbProxy;
    let table: Table;
    let calls: Call[];
    let answer: (call: Call) => Promise<Answer>;

    const once = (first: Answer) => {
      answer = (call) => (calls.length === 1 ? Promise.resolve(first) : call.forward());
    };
    const always = (same: Answer) => {
      answer = () => Promise.resolve(same);
    };
    const transact = (PK: string, signal = patience()) =>
      table.transact([put(item(PK), missing('PK'))], signal);

    beforeAll(async () => {
      proxy = await startDynamodbProxy((call) => {
        calls.push(call);
        return answer(call);
      });
      ({ table } = tableAt(proxy.endpoint, made.tableName));
    });

    beforeEach(() => {
      calls = [];
    });

    afterAll(() => proxy.close());

    it('tries a transaction again that only met another, under the same request token', async () => {
      once(cancelled('None', 'TransactionConflict'));
      await transact('conflict');
      const tokens = calls.map(({ body }) => (body as { ClientRequestToken: string }).ClientRequestToken);
      expect(tokens).toEqual([tokens[0], tokens[0]]);
      expect(await table.get(item('conflict'), patience())).toEqual(item('conflict'));
    });

    it('tries a single write again that met a transaction', async () => {
      once(failure('TransactionConflictException'));
      await table.put(item('single'), [], patience());
      expect(await table.get(item('single'), patience())).toEqual(item('single'));
    });

    it('is done when the answer was lost, not refused by its own effect', async () => {
      answer = async (call) => {
        const given = await call.forward();
        return calls.length === 1 ? failure('InternalServerError', {}, 500) : given;
      };
      await transact('lost');
      expect(calls).toHaveLength(2);
    });

    it('gives conflicts up when the signal aborts, as an outage', async () => {
      const deadline = new AbortController();
      answer = () => {
        if (calls.length === 3) deadline.abort();
        return Promise.resolve(cancelled('TransactionConflict'));
      };
      await expect(transact('never', deadline.signal)).rejects.toThrow(DependencyUnavailable);
      expect(calls).toHaveLength(3);
    });

    it('says which conditions failed, whatever else did', async () => {
      always(cancelled('TransactionConflict', 'ConditionalCheckFailed', 'None', 'ConditionalCheckFailed'));
      const refused = transact('refused');
      await expect(refused).rejects.toThrow(ConditionFailed);
      await expect(refused).rejects.toMatchObject({ failed: [1, 3] });
    });

    it.each([
      ['ProvisionedThroughputExceededException', DependencyThrottled],
      ['ThrottlingException', DependencyThrottled],
      ['RequestLimitExceeded', DependencyThrottled],
      ['ResourceNotFoundException', DependencyMisconfigured],
      ['AccessDeniedException', DependencyMisconfigured],
      ['UnrecognizedClientException', DependencyMisconfigured],
    ])('tells %s as %p', async (type, expected) => {
      always(failure(type));
      await expect(table.get(item('x'), patience())).rejects.toThrow(expected);
      await expect(transact('x')).rejects.toThrow(expected);
    });

    it('tells throttling within a transaction', async () => {
      always(cancelled('TransactionConflict', 'ThrottlingError'));
      await expect(transact('x')).rejects.toThrow(DependencyThrottled);
    });

    it('lets a wrong request through as the bug that it is', async () => {
      answer = (call) => call.forward();
      const wrong = table.query({ where: [equals('nonsense', 1)], limit: 1 }, patience());
      await expect(wrong).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('lets a value through as the bug that it is which cannot be stored', async () => {
      const wrong = table.put({ ...item('wrong'), count: NaN } as Key, [], patience());
      await expect(wrong).rejects.toThrow('NaN is not allowed');
    });

    it('tells an answer that cannot be read as an outage, and keeps nothing of it', async () => {
      const garbled = await startWireServer((_, response) => response.end('<a-secret>'));
      const reading = tableAt(garbled.endpoint, made.tableName).table.get(item('x'), patience());
      const error: unknown = await reading.catch((reason: unknown) => reason);
      garbled.close();
      expect(error).toBeInstanceOf(DependencyUnavailable);
      expect(inspect(error, { depth: 9 })).not.toContain('a-secret');
    });

    it('tells an aborted call and an unreachable table as an outage', async () => {
      await expect(table.get(item('x'), AbortSignal.abort())).rejects.toThrow(DependencyUnavailable);
      const nowhere = tableAt('http://127.0.0.1:9', made.tableName).table;
      await expect(nowhere.get(item('x'), patience())).rejects.toThrow(DependencyUnavailable);
    });
  });
});
