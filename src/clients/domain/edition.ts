import { createHash } from 'node:crypto';
import type { Client } from './client.js';

/** Whatever edition there is. */
export const ANY_EDITION = '*';

/**
 * Tells what admins may edit of a client from what it was: the entity tag. Not the version, which the broker's own work
 * moves too: nobody shall be told that someone else was there who was not.
 */
export function editionOf({ name, description, scopes, allowedCidrs, introspect, status }: Client): string {
  const content = JSON.stringify([name, description, scopes, allowedCidrs, introspect, status]);
  return createHash('sha256').update(content).digest('base64url').slice(0, 22);
}
