import type { Credential } from '../api/types.js';

export interface Moment {
  readonly at: string;
  readonly text: string;
}

/** What has happened to a credential, and what will, in order. */
export function timeLine(credential: Credential): Moment[] {
  const { createdAt, lastUsedAt, lastUsedFrom, retiresAt, expiresAt, revokedAt, successorId } = credential;
  const used = lastUsedFrom === null ? 'Used last' : `Used last, from ${lastUsedFrom}`;
  const retired = successorId === null ? 'Retires' : 'Ends, as it was replaced';
  const moments = [
    { at: createdAt, text: 'Issued' },
    { at: lastUsedAt, text: used },
    { at: retiresAt, text: retired },
    { at: expiresAt, text: 'Expires' },
    { at: revokedAt, text: 'Revoked' },
  ];
  const end = revokedAt ?? '9';
  return moments
    .filter((one): one is Moment => one.at !== null && one.at <= end)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
