import {
  type SealedBearerToken,
  type Session,
  type TokenFamily,
  withFamily,
} from '../../clients/domain/session.js';
import { SessionEnded, SessionStore } from '../../clients/ports/session-store.js';
import type { Millis } from '../../common/clock.js';
import type { BatchReader } from './batch-reader.js';
import { anyOf, atMost, equals, missing, startsWith } from './conditions.js';
import { done } from './dynamodb-errors.js';
import { SESSION_PREFIX, clientPartition, sessionKey, workKey } from './keys.js';
import { type SessionItem, toSession } from './session-item.js';
import type { Table } from './table.js';

type SessionId = Pick<Session, 'clientId' | 'credentialId'>;

export class DynamodbSessionStore extends SessionStore {
  /** @param reader for what token requests read, so that it shares requests with the rest of it */
  constructor(
    private readonly table: Table,
    private readonly reader: BatchReader,
  ) {
    super();
  }

  async find(clientId: string, credentialId: string, signal: AbortSignal): Promise<Session | undefined> {
    const [item] = await this.reader.read([sessionKey(clientId, credentialId)], signal);
    return item && toSession(item as unknown as SessionItem);
  }

  async list(clientId: string, signal: AbortSignal): Promise<Session[]> {
    const where = [equals('PK', clientPartition(clientId)), startsWith('SK', SESSION_PREFIX)];
    return (await this.table.queryAll<SessionItem>({ where }, signal)).map(toSession);
  }

  async claimRefresh(
    session: SessionId & Pick<Session, 'revision'>,
    { holder, now, until }: { readonly holder: string; readonly now: Millis; readonly until: Millis },
    signal: AbortSignal,
  ): Promise<boolean> {
    const free = anyOf(missing('claim'), atMost('claim.until', now), equals('claim.holder', holder));
    const set = { claim: { holder, until } };
    const asRead = [equals('state', 'live'), equals('revision', session.revision)];
    const claimed = await done(this.table.update(keyOf(session), { set }, [...asRead, free], signal));
    if (!claimed) await this.findLive(session, signal);
    return claimed;
  }

  /** Two who refresh at once may both store: the families of both are kept, since tokens of both may be out. */
  async storeBearer(
    session: SessionId,
    bearer: SealedBearerToken,
    family: TokenFamily,
    signal: AbortSignal,
  ): Promise<void> {
    for (;;) {
      const current = await this.findLive(session, signal);
      const set = {
        bearer,
        families: withFamily(current.families, family, bearer.iat),
        claim: undefined,
      };
      const conditions = [equals('state', 'live'), equals('revision', current.revision)];
      const change = { set, add: { revision: 1 } };
      if (await done(this.table.update(keyOf(session), change, conditions, signal))) return;
    }
  }

  async releaseRefresh(session: SessionId, holder: string, signal: AbortSignal): Promise<void> {
    const change = { set: { claim: undefined } };
    await done(this.table.update(keyOf(session), change, [equals('claim.holder', holder)], signal));
  }

  async renew(
    session: Session,
    renewal: Pick<Session, 'sealedRefreshToken' | 'refreshTokenExpiresAt' | 'renewAt'>,
    now: Millis,
    signal: AbortSignal,
  ): Promise<boolean> {
    const key = keyOf(session);
    const { sealedRefreshToken } = session;
    const change = {
      set: { ...renewal, superseded: sealedRefreshToken, ...workKey(key.PK, now) },
      add: { revision: 1 },
    };
    const asRead = [equals('state', 'live'), equals('sealedRefreshToken', sealedRefreshToken)];
    return done(this.table.update(key, change, asRead, signal));
  }

  async settle(session: Session, dueAt: Millis, signal: AbortSignal): Promise<void> {
    const key = keyOf(session);
    const { sealedRefreshToken } = session;
    const change = {
      set: { superseded: undefined, ...workKey(key.PK, dueAt) },
      add: { revision: 1 },
    };
    const asRead = [equals('state', 'live'), equals('sealedRefreshToken', sealedRefreshToken)];
    await done(this.table.update(key, change, asRead, signal));
  }

  async forget(clientId: string, credentialId: string, signal: AbortSignal): Promise<void> {
    const key = sessionKey(clientId, credentialId);
    await done(this.table.remove(key, [equals('state', 'ended')], signal));
  }

  private async findLive({ clientId, credentialId }: SessionId, signal: AbortSignal): Promise<Session> {
    const session = await this.find(clientId, credentialId, signal);
    if (session?.state !== 'live') throw new SessionEnded();
    return session;
  }
}

function keyOf({ clientId, credentialId }: SessionId) {
  return sessionKey(clientId, credentialId);
}
