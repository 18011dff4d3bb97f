/**
 * What an error is called, in one word: an errno such as ECONNREFUSED, else its name. All that adapters keep of an
 * error of the SDK: its text may hold input, and the SDK hangs whole answers on errors of parsing them.
 */
export function labelOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : error.name;
}
