import fc from 'fast-check';
import { isAgeing, isFresh } from './bearer-token-rules.js';

describe('a bearer token', () => {
  it.each([
    [15, 226, true],
    [15, 225, true],
    [15, 224, false],
    [5, 120, true],
    [5, 119, false],
    [60, 900, true],
    [60, 899, false],
  ])('of %i minutes with %i seconds left is answered again: %s', (minutes, left, fresh) => {
    const iat = 1_000_000;
    const exp = iat + minutes * 60;
    expect(isFresh({ iat, exp }, exp - left)).toBe(fresh);
  });

  it('is fetched anew behind the answer for a while, whatever its life, and at most 6 % more often than it must be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 1_440 }), (minutes) => {
        const token = { iat: 0, exp: minutes * 60 };
        const seconds = Array.from({ length: token.exp }, (_, second) => second);
        const ageing = seconds.findIndex((second) => isAgeing(token, second));
        const stale = seconds.findIndex((second) => !isFresh(token, second));
        expect(stale - ageing).toBeGreaterThanOrEqual(8);
        expect(stale / ageing).toBeLessThanOrEqual(1.06);
      }),
    );
  });

  it('never gets fresh again', () => {
    const seconds = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(seconds, seconds, seconds, (life, one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        const token = { iat: 0, exp: life };
        expect(isFresh(token, later) && !isFresh(token, earlier)).toBe(false);
      }),
    );
  });
});
