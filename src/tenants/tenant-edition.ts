import { editionFrom } from '../common/edition.js';
import type { Tenant } from './tenant.js';

/** Tells what operators may change of a tenant from what it was: the entity tag. */
export function editionOf({ name, allowedScopes, status }: Tenant): string {
  return editionFrom([name, allowedScopes, status]);
}
