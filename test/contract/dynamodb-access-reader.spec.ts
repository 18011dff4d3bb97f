import { setImmediate } from 'node:timers/promises';
import { BatchReader } from '../../src/aws/dynamodb/batch-reader.js';
import { CoalescedAccessReader, accessView } from '../../src/aws/dynamodb/coalesced-access-reader.js';
import { DynamodbClientStore } from '../../src/aws/dynamodb/dynamodb-client-store.js';
import { DynamodbTenantStore } from '../../src/aws/dynamodb/dynamodb-tenant-store.js';
import { clientKey } from '../../src/aws/dynamodb/keys.js';
import { change } from '../../src/clients/domain/client-change.js';
import type { Client } from '../../src/clients/domain/client.js';
import { DAY } from '../../src/common/clock.js';
import { DependencyThrottled, DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import { factsOf } from '../support/access-facts.js';
import { aClient, aTenant, bytes } from '../support/domain-fixtures.js';
import {
  type Answer,
  type Call,
  type DynamodbProxy,
  failure,
  startDynamodbProxy,
} from '../support/dynamodb-proxy.js';
import { emulators } from '../support/emulators.js';
import { gate } from '../support/gate.js';
import { standStill } from '../support/stand-still.js';
import { patience } from '../support/signals.js';
import { type TestTable, makeTable, tableAt } from '../support/table.js';
import { describeAccessReaderContract } from './access-reader.contract.js';

/** What a try may take, in milliseconds: as tests want it, and as the broker gives it. */
const PATIENT = 5_000;
const HURRIED = 250;

describeAccessReaderContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return {
    reader: new CoalescedAccessReader(new BatchReader(table, PATIENT, accessView(100))),
    clients: new DynamodbClientStore(table, 400 * DAY),
    tenants: new DynamodbTenantStore(table, 400 * DAY),
  };
});

interface Keys {
  readonly Keys: readonly { readonly PK: { readonly S: string } }[];
  readonly ConsistentRead: boolean;
}

/** The answer of a BatchGetItem, in whose items the epoch tells when the request arrived. */
function stamped(body: object, tableName: string, arrivedAt: number): object {
  const { Responses } = body as { Responses: Record<string, object[]> };
  const items = Responses[tableName]!.map((item) => ({ ...item, epoch: { N: String(arrivedAt) } }));
  return { ...body, Responses: { [tableName]: items } };
}

describe('coalesced reads at the wire', () => {
  let made: TestTable;
  let clients: DynamodbClientStore;
  let reader: CoalescedAccessReader;
  let proxy: DynamodbProxy;
  let sent: Keys[];
  let onRead: (call: Call, number: number) => Promise<Answer>;

  const forward = (call: Call) => call.forward();
  const readerWith = (tryTimeout: number) =>
    new CoalescedAccessReader(
      new BatchReader(tableAt(proxy.endpoint, made.tableName).table, tryTimeout, accessView(100)),
    );
  const keysOf = (body: object): Keys =>
    (body as { RequestItems: Record<string, Keys> }).RequestItems[made.tableName]!;
  const read = ({ id }: Client) => reader.read(id, patience());
  const stored = async (tenantId = aTenant().id): Promise<Client> => {
    const client = aClient({ tenantId });
    await clients.create(client, bytes('sealed password'), { audit: [] }, patience());
    return client;
  };

  beforeAll(async () => {
    made = await makeTable();
    clients = new DynamodbClientStore(made.table, 400 * DAY);
    proxy = await startDynamodbProxy((call) => {
      sent.push(keysOf(call.body));
      return onRead(call, sent.length);
    });
  });

  beforeEach(() => {
    sent = [];
    onRead = forward;
    reader = readerWith(PATIENT);
  });

  afterAll(() => proxy.close());

  it('never joins a read that was sent before it was asked for', async () => {
    const client = await stored();
    const [read1, release] = [gate(), gate()];
    onRead = async (call, number) => {
      const answer = await call.forward();
      if (number > 1) return answer;
      read1.open();
      await release.passed;
      return answer;
    };
    const early = read(client);
    await read1.passed;
    const step = change(client, { epoch: client.epoch + 1 }, []);
    await clients.commit(step, { audit: [] }, patience());
    const late = await read(client);
    release.open();
    expect(late.client).toEqual(factsOf(step.after).client);
    expect((await early).client).toEqual(factsOf(client).client);
  });

  it('answers from requests alone that arrived after the read was started, whoever asks when', async () => {
    const known = [await stored(), await stored(), await stored()];
    let ticks = 0;
    onRead = async (call) => {
      const arrivedAt = ++ticks;
      const answer = await call.forward();
      return { ...answer, body: stamped(answer.body, made.tableName, arrivedAt) };
    };
    let joined = 0;
    const ask = async (_: unknown, caller: number) => {
      for (let nth = 0; nth < 40; nth++) {
        const startedAt = ++ticks;
        const { client, tenant } = await read(known[(caller + nth) % known.length]!);
        if (client!.epoch < startedAt || (tenant && tenant.epoch < startedAt)) joined++;
        // Callers fall out of step, so that some ask while every stage of others' requests is under way.
        for (let turns = (caller * nth) % 7; turns > 0; turns--) await setImmediate();
      }
    };
    await Promise.all(Array.from({ length: 24 }, ask));
    expect(joined).toBe(0);
    // They did share: else there was nothing to join.
    expect(sent.length).toBeLessThan(24 * 40);
  });

  it('shares one strongly consistent request among all who ask at once for the same', async () => {
    const client = await stored();
    await read(client);
    sent = [];
    const answers = await Promise.all(Array.from({ length: 500 }, () => read(client)));
    expect(answers.every((access) => access.client?.id === client.id)).toBe(true);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.Keys).toHaveLength(2);
    expect(sent[0]?.ConsistentRead).toBe(true);
  });

  it('parses an item again only when it has changed', async () => {
    const client = await stored();
    const view = accessView(100);
    const { table } = tableAt(emulators().dynamodb, made.tableName);
    // What learns where the table is: only then reads go past the SDK, which parses all.
    await table.get(clientKey(client.id), patience());
    const item = async () => (await table.getBatch([clientKey(client.id)], view, patience())).items[0]![1];
    const first = await item();
    expect(await item()).toBe(first);
    const step = change(client, { epoch: client.epoch + 1 }, []);
    await clients.commit(step, { audit: [] }, patience());
    expect(await item()).toEqual({ ...first, epoch: step.after.epoch });
  });

  it('asks for an unknown client as it does for a known one', async () => {
    const client = await stored();
    await read(client);
    sent = [];
    await read(client);
    await read(aClient());
    expect(sent.map(({ Keys }) => Keys.length)).toEqual([2, 2]);
  });

  it('sends what is enough before all have asked, so that there is work while it is on its way', async () => {
    await Promise.all(Array.from({ length: 60 }, () => read(aClient())));
    // Unknown clients share the key of a tenant that there is not. Two of three do not wait for the end of the turn.
    expect(sent.map(({ Keys }) => Keys.length).toSorted()).toEqual([20, 20, 23]);
  });

  it('sends no more than 100 keys in a request, none twice, and few requests at a time', async () => {
    const unknown = Array.from({ length: 700 }, () => aClient());
    const [busy, release] = [gate(), gate()];
    onRead = async (call, number) => {
      if (number === 4) busy.open();
      await release.passed;
      return call.forward();
    };
    const reading = Promise.all([...unknown, ...unknown].map(read));
    await busy.passed;
    // Long enough for a fifth request to be seen, if there were one.
    await made.table.get(clientKey('cl_0'), patience());
    expect(sent).toHaveLength(4);
    release.open();
    await reading;
    for (const { Keys } of sent) {
      expect(Keys.length).toBeLessThanOrEqual(100);
      expect(new Set(Keys.map(({ PK }) => PK.S)).size).toBe(Keys.length);
    }
  });

  it('holds a key once, also when it was asked for again while its batch waited to be sent', async () => {
    const unknown = Array.from({ length: 550 }, () => aClient());
    const [busy, release] = [gate(), gate()];
    onRead = async (call, number) => {
      if (number === 4) busy.open();
      await release.passed;
      return call.forward();
    };
    const first = unknown.map(read);
    await busy.passed;
    const again = unknown.slice(-20).map(read);
    release.open();
    await Promise.all([...first, ...again]);
    for (const { Keys } of sent) expect(new Set(Keys.map(({ PK }) => PK.S)).size).toBe(Keys.length);
  });

  it('refuses at once what would wait too long', async () => {
    const unknown = Array.from({ length: 1_800 }, () => aClient());
    const release = gate();
    onRead = async (call) => {
      await release.passed;
      return call.forward();
    };
    const reads = unknown.map(read);
    const settled = Promise.allSettled(reads);
    await expect(reads.at(-1)).rejects.toThrow('table: too many reads wait');
    release.open();
    // On a busy machine one or the other that waits meets the deadline of its batch: that is another refusal.
    const tooMany = (await settled).map(
      (one) => one.status === 'rejected' && String(one.reason).includes('too many reads wait'),
    );
    expect(new Set(tooMany.slice(0, 1_500))).toEqual(new Set([false]));
    expect(new Set(tooMany.slice(-150))).toEqual(new Set([true]));
    expect(await read(aClient())).toEqual({ client: undefined, tenant: undefined });
  });

  describe('when DynamoDB does not come to some keys', () => {
    const unprocessed = (call: Call, id: string, when: boolean): Promise<Answer> => {
      const { Keys, ...read } = keysOf(call.body);
      const isLeft = ({ PK }: Keys['Keys'][number]) => when && PK.S === clientKey(id).PK;
      const left = Keys.filter(isLeft);
      const rest = Keys.filter((key) => !isLeft(key));
      const requests = (keys: Keys['Keys']) =>
        keys.length > 0 ? { [made.tableName]: { ...read, Keys: keys } } : {};
      if (rest.length === 0)
        return Promise.resolve({ status: 200, body: { Responses: {}, UnprocessedKeys: requests(left) } });
      return call.forward({ RequestItems: requests(rest) }).then(({ status, body }) => ({
        status,
        body: { ...body, UnprocessedKeys: requests(left) },
      }));
    };

    it('asks for them again', async () => {
      const [client, other] = [await stored(), await stored()];
      onRead = (call, number) => unprocessed(call, client.id, number === 1);
      const answers = await Promise.all([read(client), read(other)]);
      expect(answers).toEqual([factsOf(client), factsOf(other)]);
    });

    it('tells them, also where all that there is of an item is its key', async () => {
      const key = clientKey('cl_bare');
      const { table } = tableAt(proxy.endpoint, made.tableName);
      const view = accessView(100);
      const answer = () => table.getBatch([key], view, patience());
      const bare = (call: Call) => ({ Responses: { [made.tableName]: keysOf(call.body).Keys } });
      onRead = (call, number) =>
        number === 3
          ? unprocessed(call, 'cl_bare', true)
          : Promise.resolve({ status: 200, body: { ...bare(call), UnprocessedKeys: {} } });
      // By the SDK, which tells where the table is; then learned.
      expect((await answer()).items).toHaveLength(1);
      expect((await answer()).items).toHaveLength(1);
      expect(await answer()).toEqual({ items: [], unprocessed: [key] });
    });

    it('fails their own requests alone, at the deadline of the batch', async () => {
      const [client, other] = [await stored(), await stored()];
      reader = readerWith(HURRIED);
      onRead = (call) => unprocessed(call, client.id, true);
      const failing = read(client);
      const answered = read(other);
      await expect(failing).rejects.toThrow(DependencyThrottled);
      expect((await answered).client).toEqual(factsOf(other).client);
    });
  });

  it('takes an answer that came while the process stood still, though its time is up', async () => {
    const client = await stored();
    const { table } = tableAt(emulators().dynamodb, made.tableName, HURRIED);
    const hurried = new CoalescedAccessReader(new BatchReader(table, HURRIED, accessView(100)));
    // The connection is made, and both keys go in one request.
    await hurried.read(client.id, patience());
    const reading = hurried.read(client.id, patience());
    await setImmediate();
    await setImmediate();
    standStill(6 * HURRIED);
    expect(await reading).toEqual(factsOf(client));
  });

  it('tells an outage, and reads again afterwards', async () => {
    const client = await stored();
    onRead = () => Promise.resolve(failure('InternalServerError', {}, 500));
    await expect(read(client)).rejects.toThrow(DependencyUnavailable);
    onRead = forward;
    expect((await read(client)).client).toEqual(factsOf(client).client);
  });
});
