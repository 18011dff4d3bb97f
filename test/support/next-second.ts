/** Resolves once the clock shows another second: a token issued from then on counts as issued after a cut-off. */
export async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1_000);
  while (Math.floor(Date.now() / 1_000) === second) await new Promise(setImmediate);
}
