import { change } from '../../src/clients/domain/client-change.js';
import { remove } from '../../src/clients/domain/client-lifecycle.js';
import type { Client } from '../../src/clients/domain/client.js';
import { activateCredential, revoke } from '../../src/clients/domain/credential-lifecycle.js';
import type { ClientStore } from '../../src/clients/ports/client-store.js';
import { HOUR, MINUTE, SECOND } from '../../src/common/clock.js';
import { OWN_WORK } from '../../src/common/own-work.js';
import { edit, scopesApplied, suspend } from '../../src/tenants/tenant-lifecycle.js';
import type { TenantStore } from '../../src/tenants/tenant-store.js';
import { nextDue } from '../../src/tenants/tenant.js';
import { type Lease, LeaseLost, type WorkItem, type WorkQueue } from '../../src/work/work-queue.js';
import {
  NOON,
  aClient,
  aCredential,
  aSession,
  aTenant,
  bytes,
  withCredentials,
} from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface WorkQueueFixture {
  readonly queue: WorkQueue;
  /** On the same storage. */
  readonly clients: ClientStore;
  readonly tenants: TenantStore;
}

export function describeWorkQueueContract(name: string, setup: () => Promise<WorkQueueFixture>): void {
  describe(`work queue contract: ${name}`, () => {
    let queue: WorkQueue;
    let clients: ClientStore;
    let tenants: TenantStore;

    beforeEach(async () => {
      ({ queue, clients, tenants } = await setup());
    });

    const stored = async (client: Client): Promise<Client> => {
      await clients.create(client, bytes('sealed password'), { audit: [] }, patience());
      return client;
    };
    const halfMade = (age = 0) => stored(aClient({ status: 'provisioning', createdAt: NOON - age }));
    const due = (now: number, limit = 10) => queue.due(now, limit, patience());
    const pending = async (now: number) => {
      const items: WorkItem[] = [];
      for await (const one of queue.pending(now, patience())) items.push(one);
      return items;
    };
    const item = ({ id }: Client): WorkItem => ({ kind: 'client', clientId: id });
    const acquire = (holder: string, now = NOON) =>
      queue.acquireLease({ holder, now, until: now + 10 * SECOND }, patience());
    const aLease = async (): Promise<Lease> => (await acquire('runner'))!;

    describe('due', () => {
      it('has what is due, the longest due first, and no more than asked for', async () => {
        const made: Client[] = [];
        for (const age of [3, 9, 1, 7, 5, 8, 2, 6, 4, 0]) made[age] = await halfMade(age);
        await stored(aClient());
        const at = NOON + OWN_WORK;
        const ids = async (now: number, limit?: number) =>
          (await due(now, limit)).map((one) => (one.kind === 'client' ? one.clientId : undefined));
        expect(await ids(at - 4)).toEqual([9, 8, 7, 6, 5, 4].map((age) => made[age]!.id));
        expect(await ids(at, 3)).toEqual([9, 8, 7].map((age) => made[age]!.id));
        expect(await ids(at - 10)).toEqual([]);
      });

      it('follows the client from change to change', async () => {
        const credential = aCredential({ state: 'provisioning', expiresAt: NOON + HOUR });
        const client = await stored(withCredentials(aClient(), credential));
        expect(await due(NOON + OWN_WORK)).toEqual([item(client)]);
        const active = activateCredential(client, credential.id, NOON);
        await clients.commit(active, { audit: [] }, patience());
        expect(await due(NOON + HOUR - 1)).toEqual([]);
        expect(await due(NOON + HOUR)).toEqual([item(client)]);
        const without = change(active.after, { credentials: {} }, []);
        await clients.commit(without, { audit: [] }, patience());
        expect(await due(NOON + HOUR)).toEqual([]);
      });

      it('brings a client forward that is deleted, and is not put off by what else is guarded by state alone', async () => {
        const credential = aCredential({ expiresAt: NOON + HOUR });
        const client = await stored(withCredentials(aClient(), credential));
        const edited = change(client, { scopesPending: true, updatedAt: NOON }, []);
        await clients.commit(edited, { audit: [] }, patience());
        await clients.commit(revoke(client, credential.id, NOON), { audit: [] }, patience());
        expect(await due(NOON + OWN_WORK)).toEqual([item(client)]);

        const other = await stored(withCredentials(aClient(), credential));
        expect(await due(NOON + 1 + OWN_WORK)).not.toContainEqual(item(other));
        await clients.commit(remove(other, NOON + 1), { audit: [] }, patience());
        expect(await due(NOON + 1 + OWN_WORK)).toContainEqual(item(other));
      });

      it('has a tenant whose clients are to be told of other scopes, until they are', async () => {
        const tenant = aTenant();
        const record = { audit: [], cutOffs: [] };
        await tenants.create(tenant, [], patience());
        const { after, ...edited } = edit(tenant, { allowedScopes: [] }, NOON, 0);
        await tenants.commit({ after, ...edited }, record, patience());
        await tenants.commit(suspend(tenant, NOON, 9)!, record, patience());
        const at = nextDue(after)!;
        expect(await due(at - 1)).toEqual([]);
        const work: WorkItem = { kind: 'tenant', tenantId: tenant.id };
        expect(await due(at)).toEqual([work]);
        await queue.putOff(work, at + HOUR, await aLease(), patience());
        expect(await due(at)).toEqual([]);
        const current = (await tenants.find(tenant.id, patience()))!;
        await tenants.commit(scopesApplied(current, NOON)!, record, patience());
        expect(await due(at + HOUR)).toEqual([]);
      });

      it('has a session that has ended', async () => {
        const client = await stored(aClient());
        const session = aSession(client.id, 'cr_1');
        const opened = change(client, {}, []);
        await clients.commit(opened, { audit: [], opened: session }, patience());
        await clients.commit(change(opened.after, {}, []), { audit: [], ended: [session] }, patience());
        const work = { kind: 'session', clientId: client.id, credentialId: 'cr_1' };
        expect(await due(NOON + OWN_WORK)).toEqual([work]);
        expect(await due(NOON + OWN_WORK - 1)).toEqual([]);
      });
    });

    describe('the backlog', () => {
      const backlog = (now: number, limit = 10) => queue.backlog(now, limit, patience());

      it('is what is due, and since when', async () => {
        for (const age of [3, 9, 1]) await halfMade(age);
        await stored(aClient());
        const at = NOON + OWN_WORK;
        expect(await backlog(at)).toEqual({ count: 3, oldestAt: at - 9 });
        expect(await backlog(at - 2)).toEqual({ count: 2, oldestAt: at - 9 });
        expect(await backlog(at - 10)).toEqual({ count: 0 });
      });

      it('is counted no further than asked for', async () => {
        for (const age of [3, 9, 1]) await halfMade(age);
        expect(await backlog(NOON + OWN_WORK, 2)).toEqual({ count: 2, oldestAt: NOON + OWN_WORK - 9 });
      });
    });

    describe('what is pending', () => {
      it('is all that is due, however much', async () => {
        const made = await Promise.all([3, 9, 1, 7, 5, 8, 2, 6, 4, 0].map(halfMade));
        await stored(aClient());
        const names = (items: readonly WorkItem[]) => items.map((one) => JSON.stringify(one)).sort();
        expect(names(await pending(NOON + OWN_WORK))).toEqual(names(made.map(item)));
        expect(await pending(NOON + OWN_WORK - 10)).toEqual([]);
      });
    });

    describe('putting off', () => {
      it('makes an item due later', async () => {
        const client = await halfMade();
        await queue.putOff(item(client), NOON + HOUR, await aLease(), patience());
        expect(await due(NOON + HOUR - 1)).toEqual([]);
        expect(await due(NOON + HOUR)).toEqual([item(client)]);
      });

      it('leaves it pending, since it was due at first, until it is due for another reason', async () => {
        const backlog = (now: number) => queue.backlog(now, 10, patience());
        const lease = await aLease();
        const credential = aCredential({ expiresAt: NOON + 2 * HOUR });
        const client = await stored(withCredentials(aClient({ scopesPending: true }), credential));
        const first = NOON + OWN_WORK;
        for (const now of [first, first + MINUTE, first + HOUR]) {
          await queue.putOff(item(client), now + MINUTE, lease, patience());
          expect(await due(now)).toEqual([]);
          expect(await pending(now)).toEqual([item(client)]);
          expect(await backlog(now)).toEqual({ count: 1, oldestAt: first });
        }
        await clients.commit(change(client, { scopesPending: false }, []), { audit: [] }, patience());
        expect(await pending(NOON + 2 * HOUR - 1)).toEqual([]);
        expect(await backlog(NOON + 2 * HOUR)).toEqual({ count: 1, oldestAt: NOON + 2 * HOUR });
      });

      it('leaves what is no longer due, or no longer there', async () => {
        const lease = await aLease();
        const client = await stored(aClient());
        await queue.putOff(item(client), NOON + HOUR, lease, patience());
        await queue.putOff(item(aClient()), NOON + HOUR, lease, patience());
        await queue.putOff({ kind: 'registration', registrationId: 'rg_1' }, NOON, lease, patience());
        expect(await due(NOON + HOUR)).toEqual([]);
        expect(await clients.find(client.id, patience())).toEqual(client);
      });

      it('is refused to a runner whose lease has passed to another', async () => {
        const client = await halfMade();
        const old = await aLease();
        await acquire('another', NOON + 10 * SECOND);
        const late = queue.putOff(item(client), NOON + HOUR, old, patience());
        await expect(late).rejects.toThrow(LeaseLost);
        expect(await due(NOON + OWN_WORK)).toEqual([item(client)]);
      });
    });

    describe('the lease', () => {
      it('goes to one of 10 who ask at once', async () => {
        const leases = await Promise.all(Array.from({ length: 10 }, (_, i) => acquire(`runner-${i}`)));
        expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
      });

      it('is extended by its holder, under the same fence', async () => {
        const first = await acquire('a');
        const second = await acquire('a', NOON + 5 * SECOND);
        expect(second).toEqual({ ...first, until: NOON + 15 * SECOND });
        expect(await acquire('b', NOON + 12 * SECOND)).toBeUndefined();
      });

      it('passes on when it is over, and its fence grows', async () => {
        const first = await acquire('a');
        expect(await acquire('b', NOON + 10 * SECOND - 1)).toBeUndefined();
        const second = await acquire('b', NOON + 10 * SECOND);
        expect(second!.fence).toBeGreaterThan(first!.fence);
        expect(await acquire('a', NOON + 11 * SECOND)).toBeUndefined();
      });

      it('passes on at once when it is given up, but not when another has it already', async () => {
        const first = await acquire('a');
        await queue.releaseLease(first!, patience());
        const second = await acquire('b');
        expect(second!.fence).toBeGreaterThan(first!.fence);
        await queue.releaseLease(first!, patience());
        expect(await acquire('c')).toBeUndefined();
      });
    });
  });
}
