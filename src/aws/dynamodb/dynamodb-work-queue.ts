import type { Millis } from '../../common/clock.js';
import { type Backlog, type Lease, LeaseLost, type WorkItem, WorkQueue } from '../../work/work-queue.js';
import { anyOf, atMost, equals, exists, missing } from './conditions.js';
import { done, failedWrites, ifHeld } from './dynamodb-errors.js';
import { type Key, WORK_SHARDS, runnerLeaseKey } from './keys.js';
import type { Table } from './table.js';
import { keyOfWork, toWorkItem } from './work-item.js';
import { check, update } from './writes.js';

/** The position of the lease in the transaction that puts off. */
const LEASE = 0;

/** What the index of pending work tells of an item. */
interface WorkEntry extends Key {
  readonly GSI2SK: Millis;
}

interface LeaseRequest {
  readonly holder: string;
  readonly now: Millis;
  readonly until: Millis;
}

export class DynamodbWorkQueue extends WorkQueue {
  constructor(private readonly table: Table) {
    super();
  }

  async due(now: Millis, limit: number, signal: AbortSignal): Promise<WorkItem[]> {
    const entries = await this.oldest(now, limit, signal);
    return entries.flatMap((entry) => toWorkItem(entry) ?? []);
  }

  async backlog(now: Millis, limit: number, signal: AbortSignal): Promise<Backlog> {
    const entries = await this.oldest(now, limit, signal);
    return { count: entries.length, oldestAt: entries[0]?.GSI2SK };
  }

  async putOff(item: WorkItem, until: Millis, lease: Lease, signal: AbortSignal): Promise<void> {
    const writes = [
      check(runnerLeaseKey, ...held(lease)),
      update(keyOfWork(item), { set: { GSI2SK: until } }, exists('GSI2PK')),
    ];
    const failed = await failedWrites(this.table.transact(writes, signal));
    if (failed.includes(LEASE)) throw new LeaseLost();
  }

  async acquireLease(request: LeaseRequest, signal: AbortSignal): Promise<Lease | undefined> {
    return (await this.extend(request, signal)) ?? this.take(request, signal);
  }

  async releaseLease(lease: Lease, signal: AbortSignal): Promise<void> {
    await done(this.table.update(runnerLeaseKey, { set: { until: 0 } }, held(lease), signal));
  }

  /** Up to `limit` of what is due, the longest due first. */
  private async oldest(now: Millis, limit: number, signal: AbortSignal): Promise<WorkEntry[]> {
    const shards = await Promise.all(WORK_SHARDS.map((shard) => this.dueIn(shard, now, limit, signal)));
    return shards
      .flat()
      .sort((a, b) => a.GSI2SK - b.GSI2SK)
      .slice(0, limit);
  }

  private async dueIn(shard: string, now: Millis, limit: number, signal: AbortSignal): Promise<WorkEntry[]> {
    const where = [equals('GSI2PK', shard), atMost('GSI2SK', now)];
    return (await this.table.query<WorkEntry>({ index: 'GSI2', where, limit }, signal)).items;
  }

  private extend({ holder, until }: LeaseRequest, signal: AbortSignal): Promise<Lease | undefined> {
    const mine = equals('holder', holder);
    return ifHeld(this.table.update<Lease>(runnerLeaseKey, { set: { until } }, [mine], signal).then(toLease));
  }

  private take({ holder, now, until }: LeaseRequest, signal: AbortSignal): Promise<Lease | undefined> {
    const free = anyOf(missing('PK'), atMost('until', now));
    const change = { set: { holder, until }, add: { fence: 1 } };
    return ifHeld(this.table.update<Lease>(runnerLeaseKey, change, [free], signal).then(toLease));
  }
}

function held({ holder, fence }: Lease) {
  return [equals('holder', holder), equals('fence', fence)] as const;
}

function toLease({ holder, fence, until }: Lease): Lease {
  return { holder, fence, until };
}
