import type { AuditEntry } from '../../src/audit/audit-entry.js';
import type { AuditLog, AuditQuery } from '../../src/audit/audit-log.js';
import { newTenantId, ulid } from '../../src/common/ids.js';
import { BadCursor } from '../../src/common/page.js';
import { NOON, anEntry } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface AuditLogFixture {
  readonly auditLog: AuditLog;
  /** Stores entries as the stores do, with some change. */
  write(entries: readonly AuditEntry[]): Promise<void>;
}

export function describeAuditLogContract(name: string, setup: () => Promise<AuditLogFixture>): void {
  describe(`audit log contract: ${name}`, () => {
    let auditLog: AuditLog;
    let write: AuditLogFixture['write'];
    let tenantId: string;

    beforeAll(async () => {
      ({ auditLog, write } = await setup());
    });

    beforeEach(() => {
      tenantId = newTenantId();
    });

    const entry = (minute: number, fields: Partial<AuditEntry> = {}) =>
      anEntry({ tenantId, at: NOON + minute, requestId: String(minute), ...fields });
    const page = (query: Partial<AuditQuery> = {}) =>
      auditLog.list({ tenantId, limit: 100, ...query }, patience());
    const times = async (query: Partial<AuditQuery> = {}) =>
      (await page(query)).items.map(({ at }) => at - NOON);

    it('gives entries back as they were written', async () => {
      const full = entry(0, {
        action: 'credential.issue_failed',
        target: { type: 'credential', id: 'cr_1' },
        clientId: 'cl_1',
        actor: { type: 'operator', id: 'u-1', email: 'op@broker.example' },
        outcome: 'failure',
        ip: '2001:db8::7',
      });
      await write([full]);
      expect((await page()).items).toEqual([full]);
      expect((await page({ clientId: 'cl_1' })).items).toEqual([full]);
    });

    it('lists the newest first, each trail for itself', async () => {
      await write([entry(2), entry(1), entry(3), anEntry()]);
      expect(await times()).toEqual([3, 2, 1]);
      expect((await page({ tenantId: newTenantId() })).items).toEqual([]);
    });

    it('keeps the order of what happened in the same millisecond', async () => {
      const ids = [ulid(NOON), ulid(NOON)];
      await write(ids.map((id, i) => entry(1, { id, requestId: 'ab'[i] })));
      expect((await page()).items.map(({ requestId }) => requestId)).toEqual(['b', 'a']);
    });

    it('lists by client, and never what is in the trail of another tenant', async () => {
      await write([
        entry(1, { clientId: 'cl_1' }),
        entry(2, { clientId: 'cl_2' }),
        entry(3),
        entry(4, { clientId: 'cl_1' }),
        anEntry({ clientId: 'cl_1' }),
      ]);
      expect(await times({ clientId: 'cl_1' })).toEqual([4, 1]);
      expect((await page({ clientId: 'cl_1', tenantId: newTenantId() })).items).toEqual([]);
    });

    it.each([undefined, 'cl_1'])('keeps to from and to, both inclusive (client %p)', async (clientId) => {
      await write([1, 2, 3, 4, 5].map((minute) => entry(minute, { clientId: 'cl_1' })));
      const [from, to] = [NOON + 2, NOON + 4];
      expect(await times({ clientId, from, to })).toEqual([4, 3, 2]);
      expect(await times({ clientId, from })).toEqual([5, 4, 3, 2]);
      expect(await times({ clientId, to })).toEqual([4, 3, 2, 1]);
      expect(await times({ clientId, from: to, to: from })).toEqual([]);
      expect(await times({ clientId, from: -1, to: 9e15 })).toEqual([5, 4, 3, 2, 1]);
      expect(await times({ clientId, from: 9e15, to: 9e15 + 1 })).toEqual([]);
    });

    it.each([undefined, 'cl_1'])('goes on where a page ended (client %p)', async (clientId) => {
      await write([1, 2, 3, 4, 5].map((minute) => entry(minute, { clientId: 'cl_1' })));
      const first = await page({ clientId, limit: 2 });
      const second = await page({ clientId, limit: 2, cursor: first.nextCursor });
      const third = await page({ clientId, limit: 2, cursor: second.nextCursor });
      const all = [first, second, third].map(({ items }) => items.map(({ at }) => at - NOON));
      expect(all).toEqual([[5, 4], [3, 2], [1]]);
      expect(third.nextCursor).toBeUndefined();
    });

    it('refuses a cursor of another trail, client or time', async () => {
      await write([1, 2, 3].map((minute) => entry(minute, { clientId: 'cl_1' })));
      const { nextCursor: cursor } = await page({ limit: 1 });
      const foreign: Partial<AuditQuery>[] = [
        { tenantId: newTenantId() },
        { clientId: 'cl_1' },
        { from: NOON },
      ];
      for (const query of foreign)
        await expect(page({ limit: 1, cursor, ...query })).rejects.toThrow(BadCursor);
    });
  });
}
