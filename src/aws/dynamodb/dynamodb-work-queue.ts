import type { Millis } from '../../common/clock.js';
import {
  type Backlog,
  LONGEST_PUT_OFF,
  type Lease,
  LeaseLost,
  type WorkItem,
  WorkQueue,
} from '../../work/work-queue.js';
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
  /** When it is to be tried. */
  readonly GSI2SK: Millis;
  /** Of one that was put off. */
  readonly dueSince?: Millis;
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

  async *pending(now: Millis, signal: AbortSignal): AsyncIterable<WorkItem> {
    for (const shard of WORK_SHARDS)
      for await (const entry of this.table.each<WorkEntry>(dueIn(shard, now + LONGEST_PUT_OFF), signal)) {
        const item = toWorkItem(entry);
        if (item !== undefined && dueSince(entry) <= now) yield item;
      }
  }

  async backlog(now: Millis, limit: number, signal: AbortSignal): Promise<Backlog> {
    const entries = await this.oldest(now + LONGEST_PUT_OFF, limit, signal);
    const since = entries.map(dueSince).filter((due) => due <= now);
    return since.length === 0 ? { count: 0 } : { count: since.length, oldestAt: Math.min(...since) };
  }

  async putOff(item: WorkItem, until: Millis, lease: Lease, signal: AbortSignal): Promise<void> {
    const writes = [
      check(runnerLeaseKey, ...held(lease)),
      update(keyOfWork(item), { set: { GSI2SK: until }, keep: { dueSince: 'GSI2SK' } }, exists('GSI2PK')),
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

  /** Up to `limit` of what is to be tried by `by`, the earliest first. */
  private async oldest(by: Millis, limit: number, signal: AbortSignal): Promise<WorkEntry[]> {
    const shards = await Promise.all(
      WORK_SHARDS.map((shard) => this.table.query<WorkEntry>({ ...dueIn(shard, by), limit }, signal)),
    );
    return shards
      .flatMap(({ items }) => items)
      .sort((a, b) => a.GSI2SK - b.GSI2SK)
      .slice(0, limit);
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

/** The entries of a shard that are to be tried by `by`, the earliest first. */
function dueIn(shard: string, by: Millis) {
  return { index: 'GSI2', where: [equals('GSI2PK', shard), atMost('GSI2SK', by)] } as const;
}

function dueSince(entry: WorkEntry): Millis {
  return entry.dueSince ?? entry.GSI2SK;
}

function held({ holder, fence }: Lease) {
  return [equals('holder', holder), equals('fence', fence)] as const;
}

function toLease({ holder, fence, until }: Lease): Lease {
  return { holder, fence, until };
}
