import { createHash } from 'node:crypto';
import { Problem } from './errors/problem.js';

/** Whatever edition there is. */
export const ANY_EDITION = '*';

/** Tells one content from another: the entity tag of what consists of `parts`. */
export function editionFrom(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

/**
 * @param wanted as of the caller's last GET, or {@link ANY_EDITION}
 * @throws Problem `stale_version` when it is not the current one
 */
export function assertEdition(wanted: string, current: string): void {
  if (wanted !== ANY_EDITION && wanted !== current) throw new Problem('stale_version');
}
