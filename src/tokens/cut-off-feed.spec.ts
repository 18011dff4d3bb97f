import { Clock, SECOND, toEpochSeconds } from '../common/clock.js';
import { DependencyUnavailable } from '../common/errors/dependency-errors.js';
import type { CutOff } from '../cut-offs/cut-off.js';
import { CutOffReader } from '../cut-offs/cut-off-reader.js';
import { type CutOffDocument, CutOffFeed } from './cut-off-feed.js';

const NOON = Date.UTC(2031, 4, 6, 12);

class TestClock extends Clock {
  at = NOON;
  now(): number {
    return this.at;
  }
}

/** Finds what was published before the read began, however long it takes. */
class Shelf extends CutOffReader {
  published: CutOff[] = [];
  readonly asked: number[] = [];
  failing = false;
  until: Promise<void> | undefined;

  async live(now: number): Promise<CutOff[]> {
    this.asked.push(now);
    const found = [...this.published];
    const fails = this.failing;
    await this.until;
    if (fails) throw new DependencyUnavailable('table', 'Query');
    return found;
  }
}

describe('the feed of cut-offs', () => {
  let clock: TestClock;
  let shelf: Shelf;
  let feed: CutOffFeed;

  beforeEach(() => {
    clock = new TestClock();
    shelf = new Shelf();
    feed = new CutOffFeed(shelf, clock);
  });

  const cutOff = (value: string): CutOff => ({ claim: 'origin_jti', value, exp: 2_000_000_000 });
  const valuesOf = ({ body }: CutOffDocument) =>
    (JSON.parse(body) as { revocations: CutOff[] }).revocations.map(({ value }) => value);

  /** Keeps the reads that begin now from ending, until the returned function is called. */
  function slowReads(): () => void {
    let end = (): void => undefined;
    shelf.until = new Promise((resolve) => (end = resolve));
    return () => {
      shelf.until = undefined;
      end();
    };
  }

  it('is read for the second that it is', async () => {
    clock.at = NOON + 999;
    await feed.current();
    expect(shelf.asked).toEqual([toEpochSeconds(NOON)]);
  });

  it('is read once a second, however many ask', async () => {
    for (const at of [0, 1, 999, 1_000, 1_001, 1_999, 2_000]) {
      clock.at = NOON + at;
      await Promise.all(Array.from({ length: 100 }, () => feed.current()));
    }
    expect(shelf.asked).toHaveLength(3);
  });

  it('has what was published before the read began, and is a second behind at most', async () => {
    shelf.published.push(cutOff('before'));
    expect(valuesOf(await feed.current())).toEqual(['before']);
    shelf.published.push(cutOff('after'));
    clock.at = NOON + SECOND;
    expect(valuesOf(await feed.current())).toEqual(['before', 'after']);
  });

  it('counts the second from the start of a read, not from its end', async () => {
    const end = slowReads();
    const slow = feed.current();
    shelf.published.push(cutOff('meanwhile'));
    clock.at = NOON + 999;
    end();
    expect(valuesOf(await slow)).toEqual([]);
    clock.at = NOON + SECOND;
    expect(valuesOf(await feed.current())).toEqual(['meanwhile']);
  });

  it('lets others join a read that is under way, but only within a second of its start', async () => {
    const end = slowReads();
    const slow = feed.current();
    clock.at = NOON + 999;
    const joined = feed.current();
    expect(shelf.asked).toHaveLength(1);
    shelf.published.push(cutOff('meanwhile'));
    clock.at = NOON + SECOND;
    const late = feed.current();
    expect(shelf.asked).toHaveLength(2);
    end();
    expect(await Promise.all([slow, joined, late].map(async (one) => valuesOf(await one)))).toEqual([
      [],
      [],
      ['meanwhile'],
    ]);
  });

  it('tells an outage, reads no more within that second, and answers in the next', async () => {
    await feed.current();
    clock.at = NOON + SECOND;
    shelf.failing = true;
    const outage = Array.from({ length: 100 }, () => feed.current());
    for (const one of outage) await expect(one).rejects.toThrow(DependencyUnavailable);
    shelf.failing = false;
    clock.at = NOON + 2 * SECOND - 1;
    await expect(feed.current()).rejects.toThrow(DependencyUnavailable);
    expect(shelf.asked).toHaveLength(2);
    clock.at = NOON + 2 * SECOND;
    expect(valuesOf(await feed.current())).toEqual([]);
  });

  it('does not stand still when the clock steps back', async () => {
    await feed.current();
    shelf.published.push(cutOff('after'));
    clock.at = NOON - 60 * SECOND;
    expect(valuesOf(await feed.current())).toEqual(['after']);
  });

  it('is the same bytes for the same set, however it is stored', async () => {
    const other = new CutOffFeed(new Shelf(), clock);
    expect(await feed.current()).toEqual(await other.current());
    shelf.published = [{ exp: 903, iatUpTo: 2, value: 's-1', claim: 'sub' }];
    clock.at = NOON + SECOND;
    const { body } = await feed.current();
    expect(body).toBe('{"revocations":[{"claim":"sub","value":"s-1","iatUpTo":2,"exp":903}]}');
  });

  it('leaves out what does not belong to a cut-off', async () => {
    shelf.published = [{ ...cutOff('o-1'), iatUpTo: undefined, PK: 'CUTOFF' } as CutOff];
    const { body } = await feed.current();
    expect(body).toBe('{"revocations":[{"claim":"origin_jti","value":"o-1","exp":2000000000}]}');
  });

  it('has a strong entity tag, of its own for each set and order', async () => {
    const sets = [[], ['a'], ['b'], ['a', 'b'], ['b', 'a']];
    const tags: string[] = [];
    for (const values of sets) {
      shelf.published = values.map(cutOff);
      clock.at += SECOND;
      tags.push((await feed.current()).etag);
    }
    expect(new Set(tags).size).toBe(sets.length);
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/);
  });
});
