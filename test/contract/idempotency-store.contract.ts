import { randomUUID } from 'node:crypto';
import { DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import type { IdempotencyRecord, IdempotencyStore } from '../../src/idempotency/idempotency-store.js';
import { NOON, bytes } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

/** @param setup makes a store, and another that loses the first answer to each write */
export function describeIdempotencyStoreContract(
  name: string,
  setup: () => Promise<{ store: IdempotencyStore; losingAnswers: IdempotencyStore }>,
): void {
  describe(`idempotency store contract: ${name}`, () => {
    let store: IdempotencyStore;
    let losingAnswers: IdempotencyStore;

    beforeAll(async () => ({ store, losingAnswers } = await setup()));

    const aRecord = (fields: Partial<IdempotencyRecord> = {}): IdempotencyRecord => ({
      principal: randomUUID(),
      request: 'POST /api/v1/clients 3q2-7w',
      bodyHash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
      lockedUntil: NOON + 10_000,
      sealed: bytes('sealed draft'),
      expiresAt: NOON + 600_000,
      revision: randomUUID(),
      ...fields,
    });
    const after = (record: IdempotencyRecord) => ({ ...record, lockedUntil: 0, revision: randomUUID() });
    const save = (record: IdempotencyRecord, before?: IdempotencyRecord) =>
      store.save(record, before, patience());
    const find = (record: IdempotencyRecord) => store.find(record, patience());

    it('finds what was stored, attribute by attribute, and nothing else', async () => {
      const record = aRecord();
      expect(await find(record)).toBeUndefined();
      expect(await save(record)).toBe(true);
      const found = await find(record);
      expect({ ...found, sealed: Buffer.from(found!.sealed) }).toEqual(record);
      expect(await find({ ...record, request: 'POST /api/v1/clients other' })).toBeUndefined();
      expect(await find({ ...record, principal: randomUUID() })).toBeUndefined();
    });

    it('stores the first of many', async () => {
      const record = aRecord();
      const saved = await Promise.all(
        Array.from({ length: 10 }, () => save({ ...record, revision: randomUUID() })),
      );
      expect(saved.filter((one) => one)).toEqual([true]);
    });

    it('replaces what was read, and nothing that was stored since', async () => {
      const record = aRecord();
      await save(record);
      const [next, late] = [after(record), after(record)];
      expect(await save(next, record)).toBe(true);
      expect(await save(late, record)).toBe(false);
      expect(await find(record)).toMatchObject({ revision: next.revision, lockedUntil: 0 });
    });

    it('does not bring back what is gone', async () => {
      const record = aRecord();
      expect(await save(after(record), record)).toBe(false);
      expect(await find(record)).toBeUndefined();
    });

    it('removes what was read, and nothing that was stored since', async () => {
      const record = aRecord();
      await save(record);
      const next = after(record);
      await save(next, record);
      await store.remove(record, patience());
      expect(await find(record)).toBeDefined();
      await store.remove(next, patience());
      await store.remove(next, patience());
      expect(await find(record)).toBeUndefined();
    });

    it('knows its own write again when the answer was lost', async () => {
      const record = aRecord();
      expect(await losingAnswers.save(record, undefined, patience())).toBe(true);
      expect(await losingAnswers.save(after(record), record, patience())).toBe(true);
    });

    it('ends when its signal aborts', async () => {
      const [record, aborted] = [aRecord(), AbortSignal.abort()];
      await expect(store.find(record, aborted)).rejects.toThrow(DependencyUnavailable);
      await expect(store.save(record, undefined, aborted)).rejects.toThrow(DependencyUnavailable);
      await expect(store.remove(record, aborted)).rejects.toThrow(DependencyUnavailable);
      expect(await find(record)).toBeUndefined();
    });
  });
}
