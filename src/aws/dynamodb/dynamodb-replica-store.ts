import { Clock, MINUTE, toEpochSeconds } from '../../common/clock.js';
import { type Heartbeat, ReplicaStore } from '../../fleet/replica-store.js';
import { anyOf, atMost, equals, missing } from './conditions.js';
import { done } from './dynamodb-errors.js';
import { REPLICAS, replicaIdOf, replicaKey } from './keys.js';
import type { Stored } from './stored.js';
import type { Table } from './table.js';

type ReplicaItem = Stored<Omit<Heartbeat, 'id'>>;

/** Far longer than a replica is taken for alive without a heartbeat. */
const FORGOTTEN_AFTER = MINUTE;

/** One partition, since all are read together: a strongly consistent query sees every write that came before it. */
export class DynamodbReplicaStore extends ReplicaStore {
  constructor(
    private readonly table: Table,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** One that was given up may arrive behind its successor: it changes nothing then. */
  async publish({ id, beat, claim }: Heartbeat, signal: AbortSignal): Promise<readonly Heartbeat[]> {
    const set = { beat, claim, ttl: toEpochSeconds(this.clock.now() + FORGOTTEN_AFTER) };
    const inOrder = anyOf(missing('PK'), atMost('beat', beat));
    await done(this.table.update(replicaKey(id), { set }, [inOrder], signal));
    return this.all(signal);
  }

  async remove(id: string, signal: AbortSignal): Promise<void> {
    await this.table.remove(replicaKey(id), [], signal);
  }

  private async all(signal: AbortSignal): Promise<Heartbeat[]> {
    const items = await this.table.queryAll<ReplicaItem>({ where: [equals('PK', REPLICAS)] }, signal);
    const now = toEpochSeconds(this.clock.now());
    return items
      .filter(({ ttl }) => ttl !== undefined && ttl > now)
      .map((item) => ({ id: replicaIdOf(item), beat: item.beat, claim: item.claim }));
  }
}
