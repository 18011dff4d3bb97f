/** One command of the command line. */
export interface Command {
  /** How it is called, and what it does: its help. The first line is enough to tell a wrong call from a right one. */
  readonly usage: string;

  /** @throws UsageError, BadConfiguration, BrokenInput, CommandFailed, and whatever else ends it */
  run(args: readonly string[]): Promise<void>;
}
