import { randomUUID } from 'node:crypto';
import { change } from '../../src/clients/domain/client-change.js';
import { remove } from '../../src/clients/domain/client-lifecycle.js';
import type { ClientStore } from '../../src/clients/ports/client-store.js';
import { DAY, MINUTE } from '../../src/common/clock.js';
import { DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import { newClientId, newTenantId } from '../../src/common/ids.js';
import { BadCursor } from '../../src/common/page.js';
import { dayOf, type UsageCount } from '../../src/usage/usage.js';
import {
  BATCH_SIZE,
  type UsageBatch,
  type UsageQuery,
  type UsageStore,
} from '../../src/usage/usage-store.js';
import { NOON, aClient, aCredential, aSession, bytes } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface UsageStoreFixture {
  readonly usage: UsageStore;
  /** On the same storage: it makes and purges clients. */
  readonly clients: ClientStore;
}

export function describeUsageStoreContract(name: string, setup: () => Promise<UsageStoreFixture>): void {
  describe(`usage store contract: ${name}`, () => {
    let usage: UsageStore;
    let clients: ClientStore;
    let tenantId: string;

    beforeAll(async () => {
      ({ usage, clients } = await setup());
    });
    beforeEach(() => {
      tenantId = newTenantId();
    });

    const batch = (fields: Partial<UsageBatch>): UsageBatch => ({
      id: randomUUID(),
      madeAt: NOON,
      counts: [],
      uses: [],
      ...fields,
    });
    const record = (fields: Partial<UsageBatch>) => usage.record(batch(fields), patience());
    const count = (clientId: string, fields: Partial<UsageCount> = {}): UsageCount => ({
      tenantId,
      clientId,
      day: dayOf(NOON),
      tokensServed: 1,
      cognitoCalls: 0,
      refused: 0,
      ...fields,
    });
    const list = (query: Partial<UsageQuery> = {}) =>
      usage.list({ tenantId, limit: 100, ...query }, patience());
    const days = async (query: Partial<UsageQuery> = {}) =>
      (await list(query)).items.map(({ day, clientId }) => `${day} ${clientId}`);

    /** A client with as many credentials as are named, each with its session. */
    async function withCredentials(...names: readonly string[]) {
      const client = aClient({ tenantId });
      await clients.create(client, bytes('sealed password'), { audit: [] }, patience());
      const ids = names.map(() => aCredential().id);
      for (const id of ids) {
        const current = (await clients.find(client.id, patience()))!;
        const opened = aSession(client.id, id);
        await clients.commit(change(current, {}, []), { audit: [], opened }, patience());
      }
      const use = (credentialId: string, at: number, from?: string) => ({
        clientId: client.id,
        credentialId,
        at,
        from,
      });
      const seen = async () => ({
        uses: Object.fromEntries(await usage.lastUses(client.id, patience())),
        client: (await usage.lastUsedAt([client.id], patience())).get(client.id),
      });
      return { clientId: client.id, ids, use, seen };
    }

    describe('the counts of a day', () => {
      it('add up, each client and day for itself', async () => {
        await record({ counts: [count('cl_1', { tokensServed: 5, cognitoCalls: 1 }), count('cl_2')] });
        await record({
          counts: [
            count('cl_1', { tokensServed: 2, refused: 3 }),
            count('cl_1', { day: dayOf(NOON + DAY), cognitoCalls: 4 }),
          ],
        });
        expect((await list()).items).toEqual([
          count('cl_1', { day: dayOf(NOON + DAY), cognitoCalls: 4 }),
          count('cl_2'),
          count('cl_1', { tokensServed: 7, cognitoCalls: 1, refused: 3 }),
        ]);
      });

      it('add up however many record at the same time', async () => {
        const counts = [count('cl_1', { tokensServed: 2 }), count('cl_2')];
        await Promise.all(Array.from({ length: 8 }, () => record({ counts })));
        expect((await list()).items.map(({ tokensServed }) => tokensServed)).toEqual([8, 16]);
      });

      it('are added once, however often the same batch is recorded', async () => {
        const { clientId, ids, use } = await withCredentials('one');
        const same = batch({ counts: [count(clientId)], uses: [use(ids[0]!, NOON)] });
        await Promise.all([1, 2, 3].map(() => usage.record(same, patience())));
        await usage.record(same, patience());
        expect((await list()).items).toEqual([count(clientId)]);
      });

      it('go with all that a batch may hold', async () => {
        const used = await Promise.all(
          Array.from({ length: BATCH_SIZE }, async () => {
            const { clientId, ids, use } = await withCredentials('one');
            return { count: count(clientId), use: use(ids[0]!, NOON) };
          }),
        );
        await record({ counts: used.map((one) => one.count), uses: used.map((one) => one.use) });
        expect((await list()).items).toHaveLength(BATCH_SIZE);
        const ids = used.map(({ use }) => use.clientId);
        expect((await usage.lastUsedAt(ids, patience())).size).toBe(BATCH_SIZE);
      });
    });

    describe('the list of a tenant', () => {
      it('has the newest day first, and nothing of another tenant', async () => {
        const other = newTenantId();
        await record({
          counts: [0, 2, 1].map((day) => count('cl_1', { day: dayOf(NOON + day * DAY) })),
        });
        await record({ counts: [count('cl_1', { tenantId: other })] });
        expect(await days()).toEqual(['2031-05-08 cl_1', '2031-05-07 cl_1', '2031-05-06 cl_1']);
        expect(await days({ tenantId: newTenantId() })).toEqual([]);
      });

      it('keeps to from and to, both inclusive', async () => {
        const id = newClientId();
        await record({ counts: [1, 2, 3, 4].map((day) => count(id, { day: `2031-05-0${day}` })) });
        const [from, to] = ['2031-05-02', '2031-05-03'];
        const asked = async (query: Partial<UsageQuery>) =>
          (await list(query)).items.map(({ day }) => Number(day.at(-1)));
        expect(await asked({ from, to })).toEqual([3, 2]);
        expect(await asked({ from })).toEqual([4, 3, 2]);
        expect(await asked({ to })).toEqual([3, 2, 1]);
        expect(await asked({ from: to, to: from })).toEqual([]);
        expect(await asked({ from: '1970-01-01', to: '9999-12-31' })).toEqual([4, 3, 2, 1]);
      });

      it('goes on where a page ended, and takes no cursor of another list', async () => {
        await record({ counts: [1, 2, 3].map((one) => count(`cl_${one}`)) });
        const first = await list({ limit: 2 });
        const { nextCursor: cursor } = first;
        const second = await list({ limit: 2, cursor });
        expect([first, second].map(({ items }) => items.map((one) => one.clientId))).toEqual([
          ['cl_3', 'cl_2'],
          ['cl_1'],
        ]);
        expect(second.nextCursor).toBeUndefined();
        for (const query of [{ tenantId: newTenantId() }, { from: '2031-05-06' }])
          await expect(list({ limit: 2, cursor, ...query })).rejects.toThrow(BadCursor);
      });
    });

    describe('last uses', () => {
      it('are none before the first', async () => {
        const { seen } = await withCredentials('one');
        expect(await seen()).toEqual({ uses: {}, client: undefined });
      });

      it('are told of each credential, and the latest of the client', async () => {
        const { ids, use, seen } = await withCredentials('old', 'new');
        const [old, latest] = ids as [string, string];
        await record({ uses: [use(latest, NOON + MINUTE, '2001:db8::7'), use(old, NOON)] });
        expect(await seen()).toEqual({
          uses: { [old]: { at: NOON }, [latest]: { at: NOON + MINUTE, from: '2001:db8::7' } },
          client: NOON + MINUTE,
        });
      });

      it('only ever go forward, and what comes late keeps nothing else of its batch back', async () => {
        const { clientId, ids, use, seen } = await withCredentials('one', 'other');
        const [one, other] = ids as [string, string];
        await record({ uses: [use(one, NOON + MINUTE, '192.0.2.7')] });
        await record({
          counts: [count(clientId)],
          uses: [use(one, NOON, '192.0.2.1'), use(other, NOON + 2 * MINUTE)],
        });
        expect(await seen()).toEqual({
          uses: { [one]: { at: NOON + MINUTE, from: '192.0.2.7' }, [other]: { at: NOON + 2 * MINUTE } },
          client: NOON + 2 * MINUTE,
        });
        expect((await list()).items).toEqual([count(clientId)]);
      });

      it('forget the address of the use before', async () => {
        const { ids, use, seen } = await withCredentials('one');
        await record({ uses: [use(ids[0]!, NOON, '192.0.2.7')] });
        await record({ uses: [use(ids[0]!, NOON + MINUTE)] });
        expect((await seen()).uses).toEqual({ [ids[0]!]: { at: NOON + MINUTE } });
      });

      it('go with their client, and do not come back; its counts stay', async () => {
        const { clientId, ids, use, seen } = await withCredentials('one');
        await record({ uses: [use(ids[0]!, NOON)] });
        const client = (await clients.find(clientId, patience()))!;
        await clients.commit(remove(client, NOON), { audit: [] }, patience());
        await clients.purge(clientId, patience());
        await record({ counts: [count(clientId)], uses: [use(ids[0]!, NOON + MINUTE)] });
        expect(await seen()).toEqual({ uses: {}, client: undefined });
        expect((await list()).items).toEqual([count(clientId)]);
      });
    });

    it('ends when its signal aborts', async () => {
      const aborted = AbortSignal.abort();
      const one = batch({ counts: [count('cl_1')] });
      await expect(usage.record(one, aborted)).rejects.toThrow(DependencyUnavailable);
      await expect(usage.lastUses('cl_1', aborted)).rejects.toThrow(DependencyUnavailable);
      expect((await list()).items).toEqual([]);
    });
  });
}
