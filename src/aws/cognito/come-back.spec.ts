import { SECOND } from '../../common/clock.js';
import { ComeBack } from './come-back.js';

const RATE = 36;

describe('when those who are turned away come back', () => {
  /** How many come in each second, of `outside` of whom none is let go. */
  function arrivals(outside: number, seconds: number): number[] {
    const comeBack = new ComeBack(0);
    const due = new Map([[0, outside]]);
    return Array.from({ length: seconds }, (_, second) => {
      const now = due.get(second) ?? 0;
      for (let nth = 0; nth < now; nth++) {
        const at = second + comeBack.after(second * SECOND, RATE);
        due.set(at, (due.get(at) ?? 0) + 1);
      }
      return now;
    });
  }

  it('is a second later, where they are few', () => {
    const comeBack = new ComeBack(0);
    const waits = Array.from({ length: 100 }, (_, nth) => comeBack.after(nth * SECOND, RATE));
    expect(new Set(waits)).toEqual(new Set([1]));
  });

  it('is spread over the time that it takes to serve them all, and they stay spread', () => {
    const later = arrivals(20 * RATE, 120).slice(60);

    // Each of them comes once in ten seconds and a half, on average.
    const mean = later.reduce((sum, one) => sum + one, 0) / later.length;
    expect(mean).toBeGreaterThan(RATE);
    expect(mean).toBeLessThan(4 * RATE);
    expect(Math.max(...later)).toBeLessThan(6 * RATE);
  });

  it('is never more than half a minute later', () => {
    const comeBack = new ComeBack(0);
    const waits = Array.from({ length: 50_000 }, (_, nth) =>
      comeBack.after(Math.floor(nth / 10_000) * SECOND, RATE),
    );
    expect(Math.max(...waits)).toBe(30);
  });

  it('is a second later again, once there are few', () => {
    const comeBack = new ComeBack(0);
    for (let nth = 0; nth < 20_000; nth++) comeBack.after(Math.floor(nth / 10_000) * SECOND, RATE);
    comeBack.after(10 * SECOND, RATE);
    expect(comeBack.after(20 * SECOND, RATE)).toBe(1);
  });
});
