import type { Session, TokenFamily } from '../../clients/domain/session.js';
import type { EpochSeconds, Millis } from '../../common/clock.js';
import { equals } from './conditions.js';
import { sessionKey, workKey } from './keys.js';
import type { Stored } from './stored.js';
import { type Write, put, update } from './writes.js';

/** Who refreshes the session just now, so that others wait. */
interface RefreshClaim {
  readonly holder: string;
  readonly until: Millis;
}

export type SessionItem = Stored<Session & { readonly claim?: RefreshClaim }>;

export function toSession(item: SessionItem): Session {
  return {
    clientId: item.clientId,
    credentialId: item.credentialId,
    state: item.state,
    sealedRefreshToken: item.sealedRefreshToken,
    refreshTokenExpiresAt: item.refreshTokenExpiresAt,
    bearer: item.bearer,
    families: item.families,
    revision: item.revision,
  };
}

export function openSession(session: Session): Write {
  return put({ ...session, ...sessionKey(session.clientId, session.credentialId) });
}

/** Ends the session as it was read; it is pending work, due at `dueAt`, until Cognito was told. */
export function endSession({ clientId, credentialId, revision }: Session, dueAt: Millis): Write {
  const key = sessionKey(clientId, credentialId);
  return update(
    key,
    {
      set: { state: 'ended', bearer: undefined, claim: undefined, ...workKey(key.PK, dueAt) },
      add: { revision: 1 },
    },
    equals('revision', revision),
    equals('state', 'live'),
  );
}

/** Both lists of families in one, each family to its latest end, without those that were over at `now`. */
export function mergeFamilies(
  some: readonly TokenFamily[],
  others: readonly TokenFamily[],
  now: EpochSeconds,
): TokenFamily[] {
  const merged = new Map<string, TokenFamily>();
  for (const family of [...some, ...others].filter(({ until }) => until > now)) {
    const name = `${family.claim} ${family.value}`;
    const until = Math.max(family.until, merged.get(name)?.until ?? 0);
    merged.set(name, { ...family, until });
  }
  return [...merged.values()];
}
