import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { BearerTokenSealer } from '../clients/bearer-token-sealer.js';
import type { BearerToken } from '../clients/domain/bearer-token.js';
import { refreshTokenContext } from '../clients/domain/sealing-contexts.js';
import type { Session } from '../clients/domain/session.js';
import { KillSwitch } from '../clients/kill-switch.js';
import { MachinePool } from '../clients/ports/machine-pool.js';
import { SessionEnded, SessionStore } from '../clients/ports/session-store.js';
import { works } from '../clients/domain/credential.js';
import { Clock, type EpochSeconds, SECOND, toEpochSeconds } from '../common/clock.js';
import { DependencyError, DependencyUnavailable } from '../common/errors/dependency-errors.js';
import { Sealer } from '../sealing/sealer.js';
import { UsageRecorder } from '../usage/usage-recorder.js';
import type { Grant } from './access-decision.js';
import { isAgeing, isAlive, isOfEpochs } from './bearer-token-rules.js';
import { AccessReader } from './ports/access-reader.js';
import { RefreshRoom } from './ports/refresh-room.js';

/** The client or its tenant changed while the token was being fetched: decide anew. */
export class AccessChanged extends Error {
  override readonly name = 'AccessChanged';
}

/** As long as a refresh may take: a holder that is gone by then is not waited for. */
const CLAIM = 6 * SECOND;
const LOOK_AGAIN = 100;

/** Fetches a fresh bearer token from Cognito, as a rule once in the fleet, and shares it through the session item. */
@Injectable()
export class BearerRefresher {
  constructor(
    private readonly sessions: SessionStore,
    private readonly access: AccessReader,
    private readonly pool: MachinePool,
    private readonly room: RefreshRoom,
    private readonly sealer: Sealer,
    private readonly tokens: BearerTokenSealer,
    private readonly killSwitch: KillSwitch,
    private readonly usage: UsageRecorder,
    private readonly clock: Clock,
  ) {}

  /**
   * @param signal the deadline of this refresh, shared by all who wait for it
   * @throws SessionEnded, AccessChanged, DependencyError; DependencyThrottled at once while Cognito's budget is taken
   */
  refresh(grant: Grant, signal: AbortSignal): Promise<BearerToken> {
    return this.room.within(() => this.refreshOnce(grant, signal));
  }

  private async refreshOnce(grant: Grant, signal: AbortSignal): Promise<BearerToken> {
    const holder = randomUUID();
    while (!signal.aborted) {
      const session = await this.liveSession(grant, signal);
      const shared = await this.sharedToken(session, grant, signal);
      if (shared !== undefined) return shared;
      if (await this.claim(session, holder, signal))
        return this.refreshClaimed(session, grant, holder, signal);
      await pause(LOOK_AGAIN * (0.5 + Math.random()));
    }
    throw new DependencyUnavailable('pool', 'another replica is refreshing');
  }

  private async liveSession({ client, credential }: Grant, signal: AbortSignal): Promise<Session> {
    const session = await this.sessions.find(client.id, credential.id, signal);
    if (session?.state !== 'live') throw new SessionEnded();
    return session;
  }

  /** What another replica has fetched meanwhile. */
  private async sharedToken(
    session: Session,
    grant: Grant,
    signal: AbortSignal,
  ): Promise<BearerToken | undefined> {
    const { bearer } = session;
    const now = this.now();
    if (!bearer || !isOfEpochs(bearer, grant) || !isAlive(bearer, grant, now) || isAgeing(bearer, now))
      return undefined;
    return this.tokens.open(bearer, { client: grant.client, credentialId: session.credentialId }, signal);
  }

  /** The claim only saves calls: where it cannot be stored, the refresh goes on without it. */
  private async claim(session: Session, holder: string, signal: AbortSignal): Promise<boolean> {
    const now = this.clock.now();
    try {
      return await this.sessions.claimRefresh(session, { holder, now, until: now + CLAIM }, signal);
    } catch (error) {
      if (error instanceof DependencyError) return true;
      throw error;
    }
  }

  private async refreshClaimed(
    session: Session,
    grant: Grant,
    holder: string,
    signal: AbortSignal,
  ): Promise<BearerToken> {
    try {
      const token = await this.fetch(session, grant, signal);
      await this.confirm(grant, signal);
      if (!(await this.share(session, grant, token, signal))) await this.release(session, holder);
      return token;
    } catch (error) {
      await this.release(session, holder);
      throw error;
    }
  }

  /** Nobody waits for what is not coming. */
  private async release(session: Session, holder: string): Promise<void> {
    await this.sessions.releaseRefresh(session, holder, AbortSignal.timeout(SECOND)).catch(() => undefined);
  }

  private async fetch(session: Session, grant: Grant, signal: AbortSignal): Promise<BearerToken> {
    try {
      return await this.fetchWith(session, grant, signal);
    } catch (error) {
      await this.killSwitch.judge(error, session, signal);
      return this.fetch(await this.liveSession(grant, signal), grant, signal);
    }
  }

  private async fetchWith(session: Session, { client }: Grant, signal: AbortSignal): Promise<BearerToken> {
    const context = refreshTokenContext(client, session.credentialId);
    const refreshToken = await this.sealer.unseal(session.sealedRefreshToken, context, signal);
    this.usage.cognitoCalled(client);
    return this.tokens.read(await this.pool.refresh(client.id, refreshToken, signal));
  }

  /** The second read: a token that was fetched while its client was being disabled must not escape. */
  private async confirm(grant: Grant, signal: AbortSignal): Promise<void> {
    const { client, tenant } = await this.access.read(grant.client.id, signal);
    const credential = client?.credentials[grant.credential.id];
    if (!client || !tenant || !credential || !works(credential, this.clock.now())) throw new AccessChanged();
    const { epoch: clientEpoch } = grant.client;
    const { epoch: tenantEpoch } = grant.tenant;
    if (!isOfEpochs({ clientEpoch, tenantEpoch }, { client, tenant })) throw new AccessChanged();
  }

  /**
   * Stores the token for the other replicas. An outage here is no reason not to answer it; an ended session is.
   * @returns whether it is stored, and the claim with it released
   */
  private async share(
    session: Session,
    grant: Grant,
    token: BearerToken,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      const bearer = await this.tokens.seal(token, { ...grant, credentialId: session.credentialId }, signal);
      await this.sessions.storeBearer(session, bearer, token.family, signal);
      return true;
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      return false;
    }
  }

  private now(): EpochSeconds {
    return toEpochSeconds(this.clock.now());
  }
}
