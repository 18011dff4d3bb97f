/**
 * A suite for what may not be installed: an emulator, another language. Without it the suite is left out, and says so;
 * with `REQUIRE_ALL=1` that is a failure.
 * @param found where it is; undefined: it is not installed
 */
export function describeWith<T>(name: string, found: T | undefined, suite: (found: T) => void): void {
  describe(`on ${name}`, () => {
    if (found !== undefined) return suite(found);
    it('is left out', () => {
      const message = `left out: the suite on ${name} (CONTRIBUTING.md tells how to install it)`;
      if (process.env.REQUIRE_ALL === '1') throw new Error(message);
      process.stderr.write(`${message}\n`);
    });
  });
}
