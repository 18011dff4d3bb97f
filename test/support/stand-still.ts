/** Keeps the event loop from everything else. */
export function standStill(millis: number): void {
  for (const until = performance.now() + millis; performance.now() < until;);
}
