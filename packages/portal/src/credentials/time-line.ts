import type { Credential } from '../api/types.js';
import { endOf } from './credential-life.js';
import { nameOf } from './credential-name.js';

export interface Moment {
  readonly at: string;
  readonly text: string;
}

/** What has happened to a credential by `now`, and how it will end, in order. */
export function timeLine(credential: Credential, successor: Credential | undefined, now: Date): Moment[] {
  const { createdAt, lastUsedAt, lastUsedFrom } = credential;
  const end = endOf(credential);
  const moments = [
    { at: createdAt, text: 'Issued' },
    { at: lastUsedAt, text: lastUsedFrom === null ? 'Used last' : `Used last, from ${lastUsedFrom}` },
    { at: successor?.createdAt ?? null, text: `Replaced by ${successor && nameOf(successor)}` },
    { at: end, text: endText(credential, end !== null && end <= now.toISOString()) },
  ];
  return moments
    .filter((one): one is Moment => one.at !== null && (end === null || one.at <= end))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

function endText(credential: Credential, past: boolean): string {
  if (credential.revokedAt !== null) return 'Revoked';
  if (endOf(credential) === credential.retiresAt) return `${past ? 'Ended' : 'Ends'}, as it was replaced`;
  return past ? 'Expired' : 'Expires';
}
