import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { DAY, MINUTE, SECOND } from '../common/clock.js';
import { DependencyUnavailable } from '../common/errors/dependency-errors.js';
import { NOON } from '../../test/support/domain-fixtures.js';
import { gate } from '../../test/support/gate.js';
import { UsageRecorder } from './usage-recorder.js';
import { BATCH_SIZE, type CredentialUse, type UsageBatch, UsageStore } from './usage-store.js';

type Outcome = 'stored' | 'away' | 'answer lost' | 'refused';

/** What a store has been told: nothing else of a port is asked for here. */
class Ledger extends UsageStore {
  readonly list = jest.fn<UsageStore['list']>();
  readonly lastUses = jest.fn<UsageStore['lastUses']>();
  readonly lastUsedAt = jest.fn<UsageStore['lastUsedAt']>();
  readonly sums: Record<string, number> = {};
  readonly uses = new Map<string, CredentialUse>();
  readonly batches = new Map<string, UsageBatch>();
  /** What becomes of a batch. */
  outcome: (batch: UsageBatch) => Outcome | Promise<Outcome> = () => 'stored';

  async record(batch: UsageBatch): Promise<void> {
    const outcome = await this.outcome(batch);
    if (outcome === 'refused') throw new TypeError('a bug');
    if (outcome !== 'away') this.take(batch);
    if (outcome !== 'stored') throw new DependencyUnavailable('table', 'TransactWriteItems');
  }

  private take(batch: UsageBatch): void {
    if (this.batches.has(batch.id)) return;
    this.batches.set(batch.id, batch);
    for (const { clientId, tenantId, day, tokensServed, cognitoCalls, refused } of batch.counts)
      for (const [counter, count] of Object.entries({ tokensServed, cognitoCalls, refused }))
        add(this.sums, `${tenantId} ${clientId} ${day} ${counter}`, count);
    for (const use of batch.uses)
      if (use.at >= (this.uses.get(use.credentialId)?.at ?? 0)) this.uses.set(use.credentialId, use);
  }
}

function add(sums: Record<string, number>, key: string, count: number): void {
  if (count > 0) sums[key] = (sums[key] ?? 0) + count;
}

const client = (id: string) => ({ id, tenantId: `of ${id}` });

describe('the usage that is recorded', () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  const error = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
  let now: number;
  let ledger: Ledger;
  let recorder: UsageRecorder;

  beforeEach(() => {
    jest.clearAllMocks();
    now = NOON;
    ledger = new Ledger();
    recorder = new UsageRecorder(ledger, { now: () => now });
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  });
  afterEach(() => void jest.useRealTimers());

  const turn = () => new Promise(setImmediate);
  /** Flushes, and lets the pauses between batches pass. */
  const flush = async () => {
    let isOver = false;
    void recorder.flush().then(() => (isOver = true));
    for (; !isOver; await turn()) jest.advanceTimersByTime(SECOND / 10);
  };

  const served = (id: string, credentialId = `cr ${id}`) =>
    recorder.served(client(id), credentialId, undefined);

  it('is nothing before it is flushed, and then a batch', async () => {
    recorder.cognitoCalled(client('a'));
    recorder.served(client('a'), 'cr 1', '192.0.2.7');
    now += MINUTE;
    recorder.served(client('a'), 'cr 1', '192.0.2.8');
    recorder.used(client('a'), 'cr 2', '192.0.2.9');
    recorder.refused(client('b'));
    expect(ledger.batches.size).toBe(0);

    await flush();
    const day = '2031-05-06';
    expect([...ledger.batches.values()]).toEqual([
      {
        id: expect.any(String) as string,
        madeAt: now,
        counts: [
          { tenantId: 'of a', clientId: 'a', day, tokensServed: 2, cognitoCalls: 1, refused: 0 },
          { tenantId: 'of b', clientId: 'b', day, tokensServed: 0, cognitoCalls: 0, refused: 1 },
        ],
        uses: [
          { clientId: 'a', credentialId: 'cr 1', at: now, from: '192.0.2.8' },
          { clientId: 'a', credentialId: 'cr 2', at: now, from: '192.0.2.9' },
        ],
      },
    ]);
    await flush();
    expect(ledger.batches.size).toBe(1);
  });

  it('belongs to the day of UTC that it was in', async () => {
    now = Date.UTC(2031, 11, 31, 23, 59, 59, 999);
    served('a');
    now += 1;
    served('a');
    await flush();
    expect(ledger.sums).toEqual({ 'of a a 2031-12-31 tokensServed': 1, 'of a a 2032-01-01 tokensServed': 1 });
  });

  it('adds up to what happened, whatever becomes of the flushes between', async () => {
    const who = fc.constantFrom('a', 'b', 'c');
    const outcome = fc.constantFrom<Outcome>('stored', 'away', 'answer lost');
    const step = fc.oneof(
      fc.record({ does: fc.constantFrom('served', 'refused', 'cognitoCalled', 'later'), who }),
      fc.record({ does: fc.constantFrom('flush', 'flush, and wait'), outcome }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        now = NOON;
        ledger = new Ledger();
        recorder = new UsageRecorder(ledger, { now: () => now });
        const happened: Record<string, number> = {};
        const lastUsed: Record<string, number> = {};
        for (const one of steps) {
          if ('outcome' in one) {
            ledger.outcome = () => one.outcome;
            if (one.does === 'flush, and wait') await flush();
            else void recorder.flush();
            continue;
          }
          const day = new Date(now).toISOString().slice(0, 10);
          const key = `of ${one.who} ${one.who} ${day}`;
          if (one.does === 'later') now += DAY / 3;
          if (one.does === 'served') {
            served(one.who);
            lastUsed[`cr ${one.who}`] = now;
            add(happened, `${key} tokensServed`, 1);
          }
          if (one.does === 'refused') {
            recorder.refused(client(one.who));
            add(happened, `${key} refused`, 1);
          }
          if (one.does === 'cognitoCalled') {
            recorder.cognitoCalled(client(one.who));
            add(happened, `${key} cognitoCalls`, 1);
          }
        }
        ledger.outcome = () => 'stored';
        await flush();
        expect(ledger.sums).toEqual(happened);
        const uses = [...ledger.uses].map(([id, { at }]) => [id, at] as const);
        expect(Object.fromEntries(uses)).toEqual(lastUsed);
      }),
    );
  });

  it('goes in batches, of which one that fails keeps no other back', async () => {
    for (let one = 0; one < 4 * BATCH_SIZE; one++) served(`c${one}`);
    ledger.outcome = ({ counts }) => (counts[0]!.clientId === 'c0' ? 'away' : 'stored');
    await flush();
    expect([ledger.batches.size, warn.mock.calls.length]).toEqual([3, 1]);

    served('late');
    ledger.outcome = () => 'stored';
    await flush();
    expect(Object.values(ledger.sums)).toEqual(Array(4 * BATCH_SIZE + 1).fill(1));
    for (const { counts, uses } of ledger.batches.values())
      expect(Math.max(counts.length, uses.length)).toBeLessThanOrEqual(BATCH_SIZE);
  });

  it('goes batch by batch, with pauses between them in which requests are answered', async () => {
    for (let one = 0; one < 3 * BATCH_SIZE; one++) served(`c${one}`);
    const flushed = recorder.flush();
    for (const stored of [1, 2, 3]) {
      await turn();
      expect(ledger.batches.size).toBe(stored);
      jest.advanceTimersByTime(SECOND / 10);
    }
    await flushed;
  });

  it('goes without a pause once the broker shuts down', async () => {
    for (let one = 0; one < 5 * BATCH_SIZE; one++) served(`c${one}`);
    void recorder.flush();
    await turn();
    expect(ledger.batches.size).toBe(1);
    await recorder.beforeApplicationShutdown();
    expect(ledger.batches.size).toBe(5);
  });

  it('is given up, and told, where it would never be taken', async () => {
    served('a');
    ledger.outcome = () => 'refused';
    await flush();
    expect(error).toHaveBeenCalledWith(
      expect.objectContaining({ error: 'TypeError', lost: [expect.objectContaining({ clientId: 'a' })] }),
    );
    ledger.outcome = () => 'stored';
    await flush();
    expect(ledger.batches.size).toBe(0);
  });

  it('is flushed early when there is much of it', async () => {
    for (let one = 0; one < 9_999; one++) recorder.refused(client(`c${one}`));
    await turn();
    expect(ledger.batches.size).toBe(0);
    recorder.refused(client('one more'));
    await turn();
    expect(ledger.batches.size).toBe(1);
    await flush();
    expect(Object.keys(ledger.sums)).toHaveLength(10_000);
  });

  it('takes no more than its room while the table is away, and tells what it could not take', async () => {
    ledger.outcome = () => 'away';
    for (let round = 0; round < 3; round++) {
      for (let one = 0; one < 50_010; one++) recorder.refused(client(`c${round}-${one}`));
      await flush();
    }
    expect(error.mock.calls.map(([line]) => line as unknown)).toEqual([
      { message: 'no room for usage', lost: 10 },
      { message: 'no room for usage', lost: 10 },
      { message: 'no room for usage', lost: 50_010 },
    ]);
    ledger.outcome = () => 'stored';
    await flush();
    await flush();
    expect(Object.keys(ledger.sums)).toHaveLength(100_000);
  });

  describe('by itself', () => {
    it('is stored every half minute, until the broker shuts down', async () => {
      recorder.onApplicationBootstrap();
      for (const stored of [1, 2]) {
        served('a');
        await jest.advanceTimersByTimeAsync(30_000);
        expect(ledger.batches.size).toBe(stored);
      }
      await recorder.beforeApplicationShutdown();
      served('a');
      await jest.advanceTimersByTimeAsync(MINUTE);
      expect(ledger.batches.size).toBe(2);
    });

    it('waits at shutdown for what is under way, and takes what came last', async () => {
      recorder.onApplicationBootstrap();
      const [arrived, go] = [gate(), gate()];
      ledger.outcome = async () => {
        arrived.open();
        await go.passed;
        return 'stored' as const;
      };
      served('a');
      void recorder.flush();
      await arrived.passed;
      served('b');
      const stopped = recorder.beforeApplicationShutdown();
      go.open();
      await stopped;
      expect(Object.keys(ledger.sums)).toHaveLength(2);

      served('c');
      await recorder.onApplicationShutdown();
      expect(Object.keys(ledger.sums)).toHaveLength(3);
    });
  });
});
