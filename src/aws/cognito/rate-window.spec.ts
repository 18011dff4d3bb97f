import fc from 'fast-check';
import { SECOND } from '../../common/clock.js';
import { RateWindow } from './rate-window.js';

/** When calls go if there is always another one; @param rateAt the rate at a time */
function goTimes(seconds: number, rateAt: (now: number) => number): number[] {
  const window = new RateWindow(200);
  const gone: number[] = [];
  for (let now = 0; now < seconds * SECOND; now++)
    while (now >= window.opensAt(rateAt(now))) {
      window.count(now);
      gone.push(now);
    }
  return gone;
}

/** The most in any window of `span` milliseconds. */
function most(gone: readonly number[], span: number): number {
  return Math.max(0, ...gone.map((from) => gone.filter((at) => at >= from && at < from + span).length));
}

describe('a rate', () => {
  it('is used up, and never more than that in a second, nor a tenth of it in a tenth', () => {
    const gone = goTimes(3, () => 40);

    expect(gone).toHaveLength(120);
    expect([most(gone, SECOND), most(gone, 100)]).toEqual([40, 4]);
  });

  it('holds in every second, whatever it was before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 4, maxLength: 4 }), (rates) => {
        const gone = goTimes(4, (now) => rates[Math.floor(now / SECOND)]!);

        rates.forEach((rate, second) => {
          const ends = gone.filter((at) => Math.floor(at / SECOND) === second);
          for (const end of ends)
            expect(gone.filter((at) => at > end - SECOND && at <= end).length).toBeLessThanOrEqual(rate);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('below one a second keeps calls so far apart', () => {
    expect(goTimes(9, () => 0.25)).toEqual([0, 4 * SECOND, 8 * SECOND]);
  });

  it('of nothing lets nothing through', () => {
    expect(goTimes(1, () => 0)).toEqual([]);
  });
});
