import type { Credential } from '../api/types.js';

/** For good. One that Cognito refuses keeps its place, and works again once Cognito takes it. */
export function hasEnded({ status }: Credential): boolean {
  return status === 'revoked' || status === 'expired';
}

/** Whether a token may be had for it. */
export function works({ status }: Credential): boolean {
  return status === 'active' || status === 'retiring';
}

/** Whether there is a way to its successor, begun or to begin. */
export function isRotatable(credential: Credential): boolean {
  return credential.status === 'active' || (credential.successorId !== null && !hasEnded(credential));
}

/** When it ended, or ends by itself: the earlier of its expiry and the end of its grace period; null: never. */
export function endOf({ expiresAt, retiresAt, revokedAt }: Credential): string | null {
  if (revokedAt !== null) return revokedAt;
  if (expiresAt === null || retiresAt === null) return expiresAt ?? retiresAt;
  return expiresAt < retiresAt ? expiresAt : retiresAt;
}
