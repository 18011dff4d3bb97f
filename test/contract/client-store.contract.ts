import type { AuditEntry } from '../../src/audit/audit-entry.js';
import type { AuditLog } from '../../src/audit/audit-log.js';
import { type ClientChange, change } from '../../src/clients/domain/client-change.js';
import { disable, edit, enable, remove } from '../../src/clients/domain/client-lifecycle.js';
import type { Client } from '../../src/clients/domain/client.js';
import { revoke } from '../../src/clients/domain/credential-lifecycle.js';
import type { ClientRecord, ClientStore } from '../../src/clients/ports/client-store.js';
import type { SessionStore } from '../../src/clients/ports/session-store.js';
import { ConcurrentChange } from '../../src/common/change-guard.js';
import { DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import { newTenantId } from '../../src/common/ids.js';
import { BadCursor } from '../../src/common/page.js';
import {
  NOON,
  aClient,
  aCredential,
  aSession,
  anEntry,
  bytes,
  withCredentials,
} from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface ClientStoreFixture {
  readonly clients: ClientStore;
  /** On the same storage. */
  readonly sessions: SessionStore;
  readonly auditLog: AuditLog;
}

const PASSWORD = bytes('sealed password');
const LATER = NOON + 1_000;

export function describeClientStoreContract(name: string, setup: () => Promise<ClientStoreFixture>): void {
  describe(`client store contract: ${name}`, () => {
    let clients: ClientStore;
    let sessions: SessionStore;
    let auditLog: AuditLog;

    beforeAll(async () => {
      ({ clients, sessions, auditLog } = await setup());
    });

    const stored = async (client: Client = aClient()): Promise<Client> => {
      await clients.create(client, PASSWORD, { audit: [] }, patience());
      return client;
    };
    const current = async ({ id }: Client): Promise<Client> => (await clients.find(id, patience()))!;
    const entriesOf = async ({ tenantId }: Client): Promise<readonly AuditEntry[]> =>
      (await auditLog.list({ tenantId, limit: 100 }, patience())).items;
    const entry = ({ id, tenantId }: Client, fields: Partial<AuditEntry> = {}): AuditEntry =>
      anEntry({ tenantId, clientId: id, ...fields });
    const commit = (step: ClientChange | undefined, record: Partial<ClientRecord> = {}) =>
      clients.commit(step!, { audit: [entry(step!.after)], ...record }, patience());
    const renamed = (client: Client, to: string) => edit(client, { name: to }, LATER, 0);

    describe('create', () => {
      it('stores the client, its password and its audit entry', async () => {
        const client = withCredentials(aClient({ sub: undefined }), aCredential({ expiresAt: LATER }));
        const created = entry(client, { action: 'client.created', ip: '192.0.2.7' });
        await clients.create(client, PASSWORD, { audit: [created] }, patience());
        expect(await current(client)).toEqual(client);
        expect(await clients.findPassword(client.id, patience())).toEqual(PASSWORD);
        expect(await entriesOf(client)).toEqual([created]);
      });

      it('refuses an id that is taken, and audits nothing', async () => {
        const client = await stored();
        const again = clients.create(client, bytes('another'), { audit: [entry(client)] }, patience());
        await expect(again).rejects.toThrow(ConcurrentChange);
        expect(await clients.findPassword(client.id, patience())).toEqual(PASSWORD);
        expect(await entriesOf(client)).toEqual([]);
      });
    });

    it('knows nothing of a client that never was', async () => {
      expect(await clients.find(aClient().id, patience())).toBeUndefined();
      expect(await clients.findPassword(aClient().id, patience())).toBeUndefined();
    });

    describe('of 50 concurrent changes (invariants 2 and 3)', () => {
      const decide = (client: Client, i: number, old: readonly string[]): ClientChange => {
        if (i < 15) return edit(client, { description: `${client.description}${i},` }, LATER, 0);
        if (i >= 30) return revoke(client, old[i - 30]!, LATER);
        const credential = aCredential({ label: String(i) });
        return change(client, { credentials: { ...client.credentials, [credential.id]: credential } }, []);
      };

      it('has each that was acknowledged, and its audit entry once', async () => {
        const old = Array.from({ length: 20 }, () => aCredential());
        const client = await stored(withCredentials(aClient(), ...old));
        const ids = old.map(({ id }) => id);
        const untilDone = async (i: number): Promise<void> => {
          const step = decide(await current(client), i, ids);
          try {
            await commit(step, { audit: [entry(client, { requestId: `change-${i}` })] });
          } catch (error) {
            if (!(error instanceof ConcurrentChange)) throw error;
            await untilDone(i);
          }
        };
        await Promise.all(Array.from({ length: 50 }, (_, i) => untilDone(i)));

        const after = await current(client);
        const numbers = (from: number, to: number) =>
          Array.from({ length: to - from }, (_, i) => String(from + i));
        expect(after.version).toBe(client.version + 50);
        expect(after.description.split(',').filter(Boolean).sort()).toEqual(numbers(0, 15).sort());
        const labels = Object.values(after.credentials).map(({ label }) => label);
        expect(labels.sort()).toEqual(numbers(15, 30).sort());
        const past = await clients.listPastCredentials(client.id, { limit: 100 }, patience());
        expect(past.items.map(({ id }) => id)).toEqual([...ids].sort());
        const audited = (await entriesOf(client)).map(({ requestId }) => requestId);
        expect(audited.sort()).toEqual(
          numbers(0, 50)
            .map((i) => `change-${i}`)
            .sort(),
        );
      });
    });

    describe('a change guarded by version', () => {
      it('is stored as it was decided', async () => {
        const client = await stored(aClient({ scopesPending: true }));
        const step = change(client, { scopesPending: false, sub: undefined, epoch: 2 }, []);
        await commit(step);
        expect(await current(client)).toEqual(step.after);
      });

      it('is refused after any other, with its audit entry', async () => {
        const client = await stored();
        await commit(renamed(client, 'first'));
        await expect(commit(renamed(client, 'second'))).rejects.toThrow(ConcurrentChange);
        expect((await current(client)).name).toBe('first');
        expect(await entriesOf(client)).toHaveLength(1);
      });
    });

    describe('a change guarded by state', () => {
      it('does not lose to an edit, nor undo it', async () => {
        const [kept, leaked] = [aCredential(), aCredential()];
        const client = await stored(withCredentials(aClient(), kept, leaked));
        await commit(renamed(client, 'edited'));
        await commit(revoke(client, leaked.id, LATER));
        await commit(disable(client, LATER, 7));
        const after = await current(client);
        expect(after).toMatchObject({
          name: 'edited',
          status: 'disabled',
          notBefore: 7,
          epoch: 2,
          version: 4,
        });
        expect(after.credentials).toEqual({ [kept.id]: kept });
      });

      it('is refused when the status has changed', async () => {
        const client = await stored();
        await commit(disable(client, LATER, 7));
        await expect(commit(disable(client, LATER, 8))).rejects.toThrow(ConcurrentChange);
        expect((await current(client)).notBefore).toBe(7);
      });

      it('is refused when a credential that it touches has changed, or is gone', async () => {
        const credential = aCredential();
        const client = await stored(withCredentials(aClient(), credential));
        const retiring = { ...credential, retiresAt: LATER };
        await commit(change(client, { credentials: { [credential.id]: retiring } }, []));
        await expect(commit(revoke(client, credential.id, LATER))).rejects.toThrow(ConcurrentChange);
        await commit(revoke(await current(client), credential.id, LATER));
        await expect(commit(revoke(client, credential.id, LATER))).rejects.toThrow(ConcurrentChange);
      });

      it('never takes a cut-off back', async () => {
        const client = await stored();
        await commit(edit(client, { scopes: [] }, LATER, 2_000));
        await expect(commit(disable(client, LATER, 1_000))).rejects.toThrow(ConcurrentChange);
        expect((await current(client)).notBefore).toBe(2_000);
      });
    });

    it('lets nothing change a deleted client, nor bring back a purged one', async () => {
      const credential = aCredential();
      const client = await stored(withCredentials(aClient(), credential));
      await commit(remove(client, LATER));
      const late = [
        renamed(client, 'late'),
        revoke(client, credential.id, LATER),
        disable(client, LATER, 9),
        enable({ ...client, status: 'disabled' }, LATER),
      ];
      for (const step of late) await expect(commit(step)).rejects.toThrow(ConcurrentChange);
      await clients.purge(client.id, patience());
      for (const step of late) await expect(commit(step)).rejects.toThrow(ConcurrentChange);
      expect(await clients.find(client.id, patience())).toBeUndefined();
    });

    describe('sessions', () => {
      const withSession = async () => {
        const credential = aCredential({ state: 'provisioning' });
        const client = await stored(withCredentials(aClient(), credential));
        const opened = aSession(client.id, credential.id, {
          bearer: { sealed: bytes('bearer'), iat: 1, exp: 901, clientEpoch: 1, tenantEpoch: 1 },
          families: [{ claim: 'origin_jti', value: 'o-1', until: 901 }],
        });
        const active = { ...credential, state: 'active' as const };
        await commit(change(client, { credentials: { [credential.id]: active } }, []), { opened });
        return { client: await current(client), opened, credential };
      };

      it('are opened with the change', async () => {
        const { client, opened, credential } = await withSession();
        expect(await sessions.find(client.id, credential.id, patience())).toEqual(opened);
      });

      it('are not opened when the change is refused', async () => {
        const client = await stored();
        await commit(renamed(client, 'other'));
        const opened = aSession(client.id, 'cr_1');
        await expect(commit(renamed(client, 'late'), { opened })).rejects.toThrow(ConcurrentChange);
        expect(await sessions.find(client.id, 'cr_1', patience())).toBeUndefined();
      });

      it('end with the change, and give no bearer token any more', async () => {
        const { client, opened, credential } = await withSession();
        await commit(revoke(client, credential.id, LATER), { ended: [opened] });
        const after = await sessions.find(client.id, credential.id, patience());
        expect(after).toMatchObject({ state: 'ended', families: opened.families, revision: 2 });
        expect(after?.bearer).toBeUndefined();
      });

      it('that moved on since they were read refuse the change: its cut-offs would miss a family', async () => {
        const { client, opened, credential } = await withSession();
        const family = { claim: 'origin_jti', value: 'o-2', until: 1_801 } as const;
        await sessions.storeBearer(opened, opened.bearer!, family, patience());
        const before = await entriesOf(client);
        const late = commit(revoke(client, credential.id, LATER), { ended: [opened] });
        await expect(late).rejects.toThrow(ConcurrentChange);
        expect(await current(client)).toEqual(client);
        expect(await entriesOf(client)).toEqual(before);
        expect((await sessions.find(client.id, credential.id, patience()))?.state).toBe('live');
      });
    });

    describe('past credentials', () => {
      it('are found by id and listed by pages', async () => {
        const credentials = Array.from({ length: 3 }, () => aCredential({ label: 'old' }));
        let client = await stored(withCredentials(aClient(), ...credentials));
        for (const { id } of credentials) {
          await commit(revoke(client, id, LATER));
          client = await current(client);
        }
        const [first] = credentials;
        const found = await clients.findPastCredential(client.id, first!.id, patience());
        expect(found).toEqual({
          id: first!.id,
          hint: first!.hint,
          label: 'old',
          createdAt: NOON,
          state: 'revoked',
          endedAt: LATER,
        });
        const page = await clients.listPastCredentials(client.id, { limit: 2 }, patience());
        const rest = await clients.listPastCredentials(
          client.id,
          { limit: 2, cursor: page.nextCursor },
          patience(),
        );
        const ids = [...page.items, ...rest.items].map(({ id }) => id);
        expect(page.items).toHaveLength(2);
        expect(rest.nextCursor).toBeUndefined();
        expect(ids).toEqual(credentials.map(({ id }) => id).sort());
      });

      it('are nothing for who has none', async () => {
        const client = await stored();
        const page = await clients.listPastCredentials(client.id, { limit: 5 }, patience());
        expect(page).toEqual({ items: [], nextCursor: undefined });
        expect(await clients.findPastCredential(client.id, 'cr_1', patience())).toBeUndefined();
      });
    });

    describe('list', () => {
      const all = async (tenantId?: string, limit = 2): Promise<Client[]> => {
        const found: Client[] = [];
        let cursor: string | undefined;
        do {
          const page = await clients.list({ tenantId, limit, cursor }, patience());
          expect(page.items.length).toBeLessThanOrEqual(limit);
          found.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        return found;
      };

      it('has the clients of a tenant, oldest first, as they are now, without deleted ones', async () => {
        const tenantId = newTenantId();
        const made: Client[] = [];
        for (const age of [3, 1, 2, 5, 4])
          made[age] = await stored(aClient({ tenantId, createdAt: NOON - age }));
        await stored(aClient());
        await commit(renamed(made[2]!, 'renamed'));
        await commit(remove(made[3]!, LATER));
        const list = await all(tenantId);
        expect(list.map(({ id }) => id)).toEqual([5, 4, 2, 1].map((age) => made[age]!.id));
        expect(list[2]?.name).toBe('renamed');
        // A count has deleted ones too, until nothing is left of them.
        expect(await clients.count(tenantId, patience())).toBe(5);
        await clients.purge(made[3]!.id, patience());
        expect(await clients.count(tenantId, patience())).toBe(4);
        expect(await clients.count(newTenantId(), patience())).toBe(0);
      });

      it('has the clients of all tenants', async () => {
        const made = [await stored(), await stored()];
        const ids = (await all(undefined, 100)).map(({ id }) => id);
        expect(ids).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
      });

      it('refuses a cursor of another list', async () => {
        const tenantId = newTenantId();
        await stored(aClient({ tenantId }));
        await stored(aClient({ tenantId }));
        const { nextCursor } = await clients.list({ tenantId, limit: 1 }, patience());
        const foreign = clients.list({ tenantId: newTenantId(), limit: 1, cursor: nextCursor }, patience());
        await expect(foreign).rejects.toThrow(BadCursor);
      });
    });

    describe('purge', () => {
      it('leaves a client that is not deleted', async () => {
        const client = await stored();
        await clients.purge(client.id, patience());
        expect(await current(client)).toEqual(client);
        expect(await clients.findPassword(client.id, patience())).toEqual(PASSWORD);
      });

      it('removes everything of a deleted one, but its audit trail, and can be repeated', async () => {
        const credentials = Array.from({ length: 30 }, () => aCredential());
        let client = await stored(withCredentials(aClient(), ...credentials));
        const [first, ...rest] = credentials;
        await commit(change(client, {}, []), { opened: aSession(client.id, first!.id) });
        for (const { id } of rest) {
          client = await current(client);
          await commit(revoke(client, id, LATER), { audit: [] });
        }
        await commit(remove(client, LATER));
        await clients.purge(client.id, patience());
        await clients.purge(client.id, patience());
        expect(await clients.find(client.id, patience())).toBeUndefined();
        expect(await clients.findPassword(client.id, patience())).toBeUndefined();
        expect(await sessions.find(client.id, first!.id, patience())).toBeUndefined();
        const past = await clients.listPastCredentials(client.id, { limit: 100 }, patience());
        expect(past.items).toEqual([]);
        expect((await clients.list({ tenantId: client.tenantId, limit: 5 }, patience())).items).toEqual([]);
        expect(await entriesOf(client)).toHaveLength(2);
      });
    });

    it('ends when its signal aborts', async () => {
      const client = await stored();
      const aborted = AbortSignal.abort();
      await expect(clients.find(client.id, aborted)).rejects.toThrow(DependencyUnavailable);
      const commit = clients.commit(renamed(client, 'never'), { audit: [] }, aborted);
      await expect(commit).rejects.toThrow(DependencyUnavailable);
      expect(await current(client)).toEqual(client);
    });
  });
}
