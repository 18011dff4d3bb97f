import type { ApiClient } from '../api/types.js';
import type { ClientFields } from './client-queries.js';

const NAMES = ['name', 'description', 'scopes', 'allowedCidrs', 'introspect'] as const;

export function fieldsOf({ name, description, scopes, allowedCidrs, introspect }: ApiClient): ClientFields {
  return { name, description, scopes, allowedCidrs, introspect };
}

/** What is other in `values` than in `base`. */
export function changesOf(base: ClientFields, values: ClientFields): Partial<ClientFields> {
  const changed = NAMES.filter((name) => JSON.stringify(base[name]) !== JSON.stringify(values[name]));
  return Object.fromEntries(changed.map((name) => [name, values[name]]));
}

/** What somebody else has saved meanwhile, with one's own changes on top. */
export function mergedOnto(current: ClientFields, base: ClientFields, values: ClientFields): ClientFields {
  return { ...current, ...changesOf(base, values) };
}
