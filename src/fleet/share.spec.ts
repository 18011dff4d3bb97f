import fc from 'fast-check';
import { SECOND } from '../common/clock.js';
import type { Heartbeat } from './replica-store.js';
import { BEAT, Share } from './share.js';

/** One heartbeat, with no time in between. */
function beat(share: Share, table: Map<string, Heartbeat>, now: number): void {
  table.set(share.id, share.next(now));
  share.renew([...table.values()], now, now);
}

describe('a replica’s share', () => {
  let table: Map<string, Heartbeat>;
  beforeEach(() => {
    table = new Map();
  });

  it('is at once what the fleet may use, of one that is alone', () => {
    const alone = new Share('a');
    expect(alone.at(0)).toBe(0);
    beat(alone, table, 0);
    beat(alone, table, 0);

    expect(alone.at(0)).toBe(0.9);
    expect(alone.pause(0)).toBe(BEAT);
  });

  it('is the same for two that start at the same moment, and not before both have seen each other', () => {
    const [a, b] = [new Share('a'), new Share('b')];
    const [hello, moin] = [a.next(0), b.next(0)];
    a.renew([hello], 0, 0);
    const claimed = a.next(0);
    b.renew([claimed, moin], 0, 0);
    a.renew([claimed, moin], 0, 0);

    expect([a.at(0), b.at(0)]).toEqual([0.45, 0]);
    table = new Map([claimed, moin].map((one) => [one.id, one]));
    for (let now = SECOND; now < 3 * SECOND; now += 200) for (const one of [a, b]) beat(one, table, now);
    expect([a.at(3 * SECOND), b.at(3 * SECOND)]).toEqual([0.45, 0.45]);
  });

  it('is what the others leave free, of a newcomer, until they have made room', () => {
    const [old, young] = [new Share('old'), new Share('young')];
    beat(old, table, 0);
    beat(old, table, 0);
    beat(young, table, 100);
    beat(young, table, 100);
    expect(young.at(100)).toBeCloseTo(0.1);

    beat(old, table, BEAT);
    expect(old.at(BEAT)).toBe(0.45);
    beat(young, table, BEAT);
    expect(young.at(BEAT)).toBeCloseTo(0.1);
    const given = BEAT + old.pause(BEAT);
    beat(old, table, given);
    beat(young, table, given);
    beat(young, table, given);
    expect(young.at(given)).toBe(0.45);
  });

  it('is halved for each heartbeat that fails, and nothing in the end', () => {
    const share = new Share('a');
    beat(share, table, 0);
    beat(share, table, 0);

    const after = (beats: number) => share.at(beats * BEAT);
    expect([1, 2, 3, 4, 400].map(after)).toEqual([0.9, 0.45, 0.225, 0, 0]);
  });

  it('is taken over by the others once its replica has been dead for long', () => {
    const [a, b] = [new Share('a'), new Share('b')];
    for (let now = 0; now < 4 * BEAT; now += 500) for (const one of [a, b]) beat(one, table, now);
    expect([a.at(4 * BEAT), b.at(4 * BEAT)]).toEqual([0.45, 0.45]);

    for (let now = 4 * BEAT; now < 8 * BEAT; now += 500) beat(a, table, now);
    expect(a.at(8 * BEAT)).toBe(0.45);
    for (let now = 8 * BEAT; now < 10 * BEAT; now += 500) beat(a, table, now);
    expect(a.at(10 * BEAT)).toBe(0.9);
  });
});

/** How a replica fares: each of its requests gets through; none; those that get through lose their answers; it is stopped. */
const FARES = ['well', 'well', 'well', 'cut off', 'unanswered', 'stopped'] as const;
const EVENTS = ['join', 'join', 'leave', 'crash', 'arrive late'] as const;
type Fare = (typeof FARES)[number];
type Event = Fare | (typeof EVENTS)[number];

interface Replica {
  readonly share: Share;
  /** Its stopwatch is ahead of the world's by so much. */
  readonly ahead: number;
  fare: Fare;
  /** A heartbeat under way: it is written, then all are read, then that has come back. */
  under?: { readonly startedAt: number; readonly seen?: readonly Heartbeat[] };
  /** Of the last second: what was in use, and when. */
  used: { readonly at: number; readonly share: number }[];
}

/** A fleet on a table that fails, and a time that passes as it is told. */
class World {
  replicas: Replica[] = [];
  /** The most that was in use within a second. */
  most = 0;
  private now = 0;
  private made = 0;
  private readonly table = new Map<string, Heartbeat>();
  /** Given up by who wrote them, and on their way. */
  private late: Heartbeat[] = [];

  happen(event: Event, which: number): void {
    const replica = this.replicas[which % this.replicas.length];
    if (event === 'join') return this.join(which);
    if (event === 'arrive late') return this.late.splice(0).forEach((one) => this.store(one));
    if (replica === undefined) return;
    if (event === 'leave') this.table.delete(replica.share.id);
    if (event === 'leave' || event === 'crash')
      this.replicas = this.replicas.filter((one) => one !== replica);
    else replica.fare = event;
  }

  /** Each replica takes a step, in an order of its own, and time passes. */
  turn(time: number, first: number): void {
    const { length } = this.replicas;
    for (let i = 0; i < length; i++) this.step(this.replicas[(first + i) % length]!);
    this.look();
    this.now += time;
    this.look();
  }

  get shares(): number[] {
    return this.replicas.map((one) => one.share.at(this.now + one.ahead));
  }

  private join(which: number): void {
    const share = new Share(`r${this.made++}`);
    if (this.replicas.length < 5) this.replicas.push({ share, ahead: which * 1_234, fare: 'well', used: [] });
  }

  private step(replica: Replica): void {
    if (replica.fare === 'stopped') return;
    if (!replica.under) return this.write(replica);
    const { startedAt, seen } = replica.under;
    delete replica.under;
    if (replica.fare !== 'well') return;
    if (seen) return replica.share.renew(seen, startedAt, this.now + replica.ahead);
    replica.under = { startedAt, seen: [...this.table.values()] };
  }

  private write(replica: Replica): void {
    const startedAt = this.now + replica.ahead;
    const heartbeat = replica.share.next(startedAt);
    if (replica.fare === 'cut off') return void this.late.push(heartbeat);
    this.store(heartbeat);
    replica.under = { startedAt };
  }

  private store(heartbeat: Heartbeat): void {
    if ((this.table.get(heartbeat.id)?.beat ?? 0) <= heartbeat.beat) this.table.set(heartbeat.id, heartbeat);
  }

  private look(): void {
    for (const one of this.replicas) {
      one.used.push({ at: this.now, share: one.share.at(this.now + one.ahead) });
      one.used = one.used.filter(({ at }) => at > this.now - SECOND);
    }
    const sum = this.replicas.reduce((all, { used }) => all + Math.max(...used.map(({ share }) => share)), 0);
    this.most = Math.max(this.most, sum);
  }
}

const events = fc.array(
  fc.record({
    event: fc.constantFrom(...FARES, ...EVENTS),
    which: fc.nat(4),
    /** Of the turns that follow: so many, each so long. */
    turns: fc.integer({ min: 1, max: 20 }),
    time: fc.integer({ min: 1, max: 900 }),
  }),
  { minLength: 5, maxLength: 25 },
);

function play(all: typeof events extends fc.Arbitrary<infer Events> ? Events : never): World {
  const world = new World();
  for (let which = 0; which < 2; which++) world.happen('join', which);
  for (const { event, which, turns, time } of all) {
    world.happen(event, which);
    for (let turn = 0; turn < turns; turn++) world.turn(time, turn * which);
  }
  return world;
}

/** docs/promises.md, 10. */
describe('the shares of a fleet that joins, leaves, crashes and loses its table', () => {
  it('are together never more than the whole, at no instant and in no second', () => {
    fc.assert(
      fc.property(events, (all) => {
        expect(play(all).most).toBeLessThanOrEqual(1 + 1e-6);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are equal, and all that may be shared, once nothing happens any more', () => {
    fc.assert(
      fc.property(events, (all) => {
        const world = play(all);
        world.happen('join', 1);
        world.happen('arrive late', 0);
        world.replicas.forEach((_, which) => world.happen('well', which));
        for (let turn = 0; turn < 100; turn++) world.turn(500, turn);

        for (const share of world.shares) expect(share).toBeCloseTo(0.9 / world.replicas.length, 9);
      }),
      { numRuns: 200 },
    );
  });
});
