/** The environment cannot be run with. The message lists every problem and prints no value. */
export class BadConfiguration extends Error {
  override readonly name = 'BadConfiguration';
  constructor(readonly problems: readonly string[]) {
    super(
      [
        'The configuration has problems; every variable is explained in .env.example:',
        ...problems.map((p) => `  - ${p}`),
      ].join('\n'),
    );
  }
}
