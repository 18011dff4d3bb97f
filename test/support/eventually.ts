import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds. */
const DEADLINE = 30_000;
const LOOK_AGAIN = 50;

/** Waits until `look` finds what `isThere` asks for, for what the broker does behind its answers. */
export async function eventually<T>(look: () => Promise<T>, isThere: (seen: T) => boolean): Promise<T> {
  const end = Date.now() + DEADLINE;
  for (;;) {
    const seen = await look();
    if (isThere(seen)) return seen;
    if (Date.now() > end) throw new Error(`not within ${DEADLINE} ms; last seen: ${JSON.stringify(seen)}`);
    await pause(LOOK_AGAIN);
  }
}
