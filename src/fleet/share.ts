import { type Millis, SECOND } from '../common/clock.js';
import type { Heartbeat } from './replica-store.js';

/** From one heartbeat to the next. */
export const BEAT: Millis = 2 * SECOND;
/** Without a heartbeat for so long, a replica uses nothing any more. */
const LIFE: Millis = 4 * BEAT;
/** A heartbeat that others have seen unchanged for so long is a dead one's: later than {@link LIFE}, on any clock. */
const DEAD_AFTER: Millis = LIFE + BEAT;
/** What those who are settled share. The rest is free, so that a newcomer need not wait until they make room. */
const SHARED = 0.9;
/** Budgets are counted by the second: what was in use a second ago still is. */
const WINDOW: Millis = SECOND;
const SOON: Millis = 100;
/** Sums of fractions are not exact. */
const EPSILON = 1e-9;

/**
 * A replica's part of every budget of the fleet, by heartbeats. The rule that keeps the sum of all parts within the
 * budget: a replica first publishes what it claims, then reads the claims of all, and uses more than before only if they
 * add up to no more than the whole. Of two that claim at once, the one that reads last sees both. A claim falls only
 * after its use has. Does no I/O; times are a stopwatch's.
 */
export class Share {
  private beat = 0;
  /** As published. */
  private claim = 0;
  /** As it will be published next. */
  private wanted = 0;
  private granted = 0;
  private renewedAt: Millis = -Infinity;
  private lowerableAt: Millis = -Infinity;
  /** What was seen of the others, and since when. */
  private readonly sightings = new Map<string, { readonly beat: number; readonly since: Millis }>();

  constructor(readonly id: string) {}

  /** The part that may be used: a half of it, and a half again, while heartbeats fail; nothing in the end. */
  at(now: Millis): number {
    const age = now - this.renewedAt;
    if (age >= LIFE) return 0;
    return this.granted / 2 ** Math.max(0, Math.floor(age / BEAT) - 1);
  }

  /** The heartbeat to publish now. */
  next(now: Millis): Heartbeat {
    if (now - this.renewedAt >= LIFE) this.grant(0, this.renewedAt + LIFE);
    if (this.wanted > this.claim || now >= this.lowerableAt) this.claim = this.wanted;
    return { id: this.id, beat: ++this.beat, claim: this.claim };
  }

  /**
   * Takes in what was read after the last heartbeat had been written.
   * @param startedAt when that heartbeat was made: a process may be stopped in between
   */
  renew(heartbeats: readonly Heartbeat[], startedAt: Millis, now: Millis): void {
    const others = this.living(heartbeats, startedAt, now);
    const taken = others.reduce((sum, { claim }) => sum + claim, 0);
    const fair = SHARED / (others.length + 1);
    const fits = taken + this.claim <= 1 + EPSILON;
    this.renewedAt = startedAt;
    this.grant(Math.min(fair, fits ? this.claim : this.granted), now);
    this.wanted = Math.min(fair, Math.max(this.granted, 1 - taken));
  }

  /** How long to wait for the next heartbeat: not long while something is to be claimed or given back. */
  pause(now: Millis): Millis {
    if (this.wanted === this.claim) return BEAT;
    return this.wanted > this.claim ? SOON : Math.max(SOON, this.lowerableAt - now);
  }

  private grant(share: number, at: Millis): void {
    if (share < this.granted) this.lowerableAt = at + WINDOW;
    this.granted = share;
  }

  private living(heartbeats: readonly Heartbeat[], startedAt: Millis, now: Millis): Heartbeat[] {
    const others = heartbeats.filter(({ id }) => id !== this.id);
    const gone = new Set(this.sightings.keys());
    for (const { id, beat } of others) {
      gone.delete(id);
      if (this.sightings.get(id)?.beat !== beat) this.sightings.set(id, { beat, since: now });
    }
    for (const id of gone) this.sightings.delete(id);
    return others.filter(({ id }) => startedAt - this.sightings.get(id)!.since < DEAD_AFTER);
  }
}
