import type { Credential } from '../api/types.js';

/** What people call it. */
export function nameOf({ label, hint }: Pick<Credential, 'label' | 'hint'>): string {
  return label === '' ? `…${hint}` : `${label} (…${hint})`;
}
