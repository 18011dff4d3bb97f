import { type Millis, MINUTE, SECOND } from '../../src/common/clock.js';
import { DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import type { Heartbeat, ReplicaStore } from '../../src/fleet/replica-store.js';
import { NOON } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

/** An empty fleet's store; `now` is its clock. */
export type MakeReplicaStore = (now: () => Millis) => Promise<ReplicaStore>;

export function describeReplicaStoreContract(name: string, make: MakeReplicaStore): void {
  describe(`replica store contract: ${name}`, () => {
    let replicas: ReplicaStore;
    let now: Millis;

    beforeEach(async () => {
      now = NOON;
      replicas = await make(() => now);
    });

    const publish = async (heartbeat: Heartbeat) =>
      [...(await replicas.publish(heartbeat, patience()))].sort((a, b) => (a.id < b.id ? -1 : 1));
    const a = { id: 'a', beat: 1, claim: 0.25 };
    const b = { id: 'b', beat: 7, claim: 0.5 };

    it('tells of all replicas, as each was published last', async () => {
      expect(await publish(a)).toEqual([a]);
      expect(await publish(b)).toEqual([a, b]);
      const next = { id: 'a', beat: 2, claim: 0 };
      expect(await publish(next)).toEqual([next, b]);
    });

    it('tells of those that are published at the same time, to one of them at least', async () => {
      const ids = Array.from({ length: 8 }, (_, i) => `r${i}`);
      const seen = await Promise.all(ids.map((id) => publish({ id, beat: 1, claim: 0.1 })));

      expect(Math.max(...seen.map(({ length }) => length))).toBe(ids.length);
    });

    it('takes the same heartbeat twice, and none that comes behind a later one', async () => {
      await publish({ ...a, beat: 3 });
      expect(await publish({ ...a, beat: 3 })).toEqual([{ ...a, beat: 3 }]);
      expect(await publish({ ...a, beat: 2, claim: 0.1 })).toEqual([{ ...a, beat: 3 }]);
    });

    it('forgets a replica that was removed, which may have been one already', async () => {
      await publish(a);
      await replicas.remove('a', patience());
      await replicas.remove('a', patience());

      expect(await publish(b)).toEqual([b]);
    });

    it('does not tell of one that has been silent for long', async () => {
      await publish(a);
      now += MINUTE - SECOND;
      expect(await publish(b)).toEqual([a, b]);
      now += SECOND;
      expect(await publish(b)).toEqual([b]);
    });

    it('ends when its signal aborts', async () => {
      await expect(replicas.publish(a, AbortSignal.abort())).rejects.toThrow(DependencyUnavailable);
    });
  });
}
