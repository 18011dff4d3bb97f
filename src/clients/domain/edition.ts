import { editionFrom } from '../../common/edition.js';
import type { Client } from './client.js';

/**
 * Tells what admins may edit of a client from what it was: the entity tag. Not the version, which the broker's own work
 * moves too: nobody shall be told that someone else was there who was not.
 */
export function editionOf({ name, description, scopes, allowedCidrs, introspect, status }: Client): string {
  return editionFrom([name, description, scopes, allowedCidrs, introspect, status]);
}
