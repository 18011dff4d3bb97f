import { type Millis, SECOND } from '../../src/common/clock.js';
import { DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import { Problem } from '../../src/common/errors/problem.js';
import type { LimitsConfig } from '../../src/config/config.js';
import type { SharedLimits } from '../../src/limits/shared-limits.js';
import { NOON } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

type Limits = LimitsConfig['shared'];
/** One of a fleet: all stand on the same storage; `now` is its clock. */
export type MakeSharedLimits = (now: () => Millis, limits: Limits | undefined) => SharedLimits;

const MAX = 3;
const WINDOW = 60 * SECOND;

export function describeSharedLimitsContract(name: string, setup: () => Promise<MakeSharedLimits>): void {
  describe(`shared limits contract: ${name}`, () => {
    let make: MakeSharedLimits;
    let now = NOON;
    let keys = 0;
    const allowed = { max: MAX, window: WINDOW };
    const limits: Limits = {
      signInsPerPerson: allowed,
      signInsPerAddress: allowed,
      passwordResetsPerPerson: allowed,
      passwordResetsPerAddress: allowed,
      registrationsPerAddress: allowed,
      registrations: { ...allowed, max: 1 },
    };
    const one = (given: Limits | undefined = limits) => make(() => now, given);
    const aKey = () => `key ${++keys}`;

    beforeAll(async () => {
      make = await setup();
    });
    beforeEach(() => {
      now = NOON;
    });

    /** @returns undefined: it got through; else the seconds after which to try again */
    async function attempt(key: string, on = one(), limit: keyof Limits = 'signInsPerPerson') {
      try {
        await on.take(limit, key, patience());
        return undefined;
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'too_many_requests') throw error;
        return error.details.retryAfter;
      }
    }

    it('lets as many through as are allowed, and tells the others the rest of the window', async () => {
      const key = aKey();
      for (let i = 0; i < MAX; i++) expect(await attempt(key)).toBeUndefined();

      expect(await attempt(key)).toBe(60);
      now += WINDOW - SECOND - 1;
      expect(await attempt(key)).toBe(2);
      now += SECOND;
      expect(await attempt(key)).toBe(1);
    });

    it('begins anew with the next window', async () => {
      const key = aKey();
      for (let i = 0; i <= MAX; i++) await attempt(key);
      now += WINDOW;
      for (let i = 0; i < MAX; i++) expect(await attempt(key)).toBeUndefined();

      expect(await attempt(key)).toBe(60);
    });

    it('counts once for the whole fleet, also what comes at the same time', async () => {
      const key = aKey();
      const attempts = Array.from({ length: 4 * MAX }, () => attempt(key, one()));
      const through = (await Promise.all(attempts)).filter((wait) => wait === undefined);

      expect(through).toHaveLength(MAX);
    });

    it('counts each key and each name by itself', async () => {
      const key = aKey();
      for (let i = 0; i <= MAX; i++) await attempt(key);

      expect(await attempt(aKey())).toBeUndefined();
      expect(await attempt(key, one(), 'passwordResetsPerPerson')).toBeUndefined();
      expect(await attempt(key, one(), 'registrations')).toBeUndefined();
      expect(await attempt(key, one(), 'registrations')).toBe(60);
    });

    it('lets all through where limits are switched off', async () => {
      const [key, off] = [aKey(), make(() => now, undefined)];
      for (let i = 0; i < 3 * MAX; i++) expect(await attempt(key, off)).toBeUndefined();
    });

    it('ends when its signal aborts', async () => {
      const late = one().take('signInsPerPerson', aKey(), AbortSignal.abort());

      await expect(late).rejects.toThrow(DependencyUnavailable);
    });
  });
}
