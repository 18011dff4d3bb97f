import type { EmulatorName } from './emulators.js';

/**
 * A suite for an emulator that may not be installed. Without it the suite is left out, and says so;
 * with `REQUIRE_ALL=1` that is a failure.
 */
export function describeWith(
  emulator: EmulatorName,
  endpoint: string | undefined,
  suite: (endpoint: string) => void,
): void {
  describe(`on ${emulator}`, () => {
    if (endpoint !== undefined) return suite(endpoint);
    it('is left out', () => {
      const message = `left out: the suite on ${emulator} (run npm run emulators:install)`;
      if (process.env.REQUIRE_ALL === '1') throw new Error(message);
      process.stderr.write(`${message}\n`);
    });
  });
}
