/** For calls whose deadline is not what is tested. */
export function patience(): AbortSignal {
  return AbortSignal.timeout(20_000);
}
