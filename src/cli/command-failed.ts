/** The command has done what it could, and something is left: told in one line, exit code 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
