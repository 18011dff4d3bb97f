import type { Session } from '../../clients/domain/session.js';
import type { Millis } from '../../common/clock.js';
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
    renewAt: item.renewAt,
    superseded: item.superseded,
    bearer: item.bearer,
    families: item.families,
    revision: item.revision,
  };
}

/** It is pending work from its renewal on. */
export function openSession(session: Session): Write {
  const key = sessionKey(session.clientId, session.credentialId);
  return put({ ...session, ...key, ...workKey(key.PK, session.renewAt) });
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
