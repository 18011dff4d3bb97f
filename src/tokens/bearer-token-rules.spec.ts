import fc from 'fast-check';
import { isFresh } from './bearer-token-rules.js';

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
