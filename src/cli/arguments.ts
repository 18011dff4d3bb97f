import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage-error.js';

type Options = NonNullable<ParseArgsConfig['options']>;

/** How many arguments without a name there are. */
interface Positionals {
  readonly min: number;
  readonly max: number;
}

const NONE: Positionals = { min: 0, max: 0 };

/** Reads what a command is called with. @throws UsageError with the command's `usage` */
export function readArguments<const T extends Options>(
  args: readonly string[],
  { usage }: { readonly usage: string },
  options: T,
  { min, max }: Positionals = NONE,
) {
  const read = attempt(() => parseArgs({ args: [...args], options, allowPositionals: true }), usage);
  const { length } = read.positionals;
  if (length < min || length > max) throw new UsageError(usage);
  return read;
}

function attempt<T>(read: () => T, usage: string): T {
  try {
    return read();
  } catch {
    throw new UsageError(usage);
  }
}
