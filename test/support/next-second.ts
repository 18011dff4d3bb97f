import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../../src/common/clock.js';

/** Resolves once the clock shows another second: a token issued from then on counts as issued after a cut-off. */
export async function nextSecond(): Promise<void> {
  const next = (Math.floor(Date.now() / SECOND) + 1) * SECOND;
  while (Date.now() < next) await pause(next - Date.now());
}
