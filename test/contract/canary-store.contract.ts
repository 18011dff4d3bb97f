import type { Canary } from '../../src/clients/canary/canary.js';
import type { CanaryStore } from '../../src/clients/ports/canary-store.js';
import type { WorkQueue } from '../../src/work/work-queue.js';
import { NOON, bytes } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface CanaryStoreFixture {
  readonly canaries: CanaryStore;
  /** On the same storage. */
  readonly queue: WorkQueue;
}

export function describeCanaryStoreContract(name: string, setup: () => Promise<CanaryStoreFixture>): void {
  describe(`canary store contract: ${name}`, () => {
    let canaries: CanaryStore;
    let queue: WorkQueue;

    beforeEach(async () => {
      ({ canaries, queue } = await setup());
    });

    const canary: Canary = { username: 'canary_1', sealedPassword: bytes('sealed'), tableId: 't-1' };
    const signIn = { sealedRefreshToken: bytes('sealed refresh token'), renewAt: NOON + 1_000 };
    const create = (one: Canary = canary) => canaries.create(one, NOON, patience());
    const find = () => canaries.find(patience());
    const due = (now: number) => queue.due(now, 10, patience());

    it('keeps the first of those who make one, which is due at once', async () => {
      expect(await find()).toBeUndefined();
      await create();
      await create({ ...canary, username: 'canary_2' });
      expect(await find()).toEqual(canary);
      expect(await due(NOON)).toEqual([{ kind: 'canary' }]);
    });

    it('keeps its sign-in until its renewal, or until it is doubted', async () => {
      await create();
      await canaries.keep(canary, signIn, patience());
      expect(await find()).toEqual({ ...canary, signIn });
      expect(await due(signIn.renewAt - 1)).toEqual([]);
      expect(await due(signIn.renewAt)).toEqual([{ kind: 'canary' }]);
      await canaries.doubt(NOON + 1, patience());
      expect(await due(NOON + 1)).toEqual([{ kind: 'canary' }]);
      expect(await find()).toEqual({ ...canary, signIn });
    });

    it('keeps no sign-in of another, and doubts none that is not there', async () => {
      await canaries.doubt(NOON, patience());
      expect(await find()).toBeUndefined();
      await create();
      await canaries.keep({ ...canary, username: 'canary_2' }, signIn, patience());
      expect(await find()).toEqual(canary);
    });

    it('tells tables apart by what they are, not by their name', async () => {
      const { canaries: others } = await setup();
      const id = await canaries.tableId(patience());
      expect(await canaries.tableId(patience())).toBe(id);
      expect(await others.tableId(patience())).not.toBe(id);
    });
  });
}
