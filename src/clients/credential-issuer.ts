import { Injectable } from '@nestjs/common';
import { Clock, SECOND } from '../common/clock.js';
import { DependencyMisconfigured, DependencyUnavailable } from '../common/errors/dependency-errors.js';
import { Problem } from '../common/errors/problem.js';
import { Config } from '../config/config.js';
import type { Caller } from '../guard/caller.js';
import { DraftSpent } from '../idempotency/draft-spent.js';
import { Sealer } from '../sealing/sealer.js';
import { TenantStore } from '../tenants/tenant-store.js';
import { UsageRecorder } from '../usage/usage-recorder.js';
import { ClientChanges } from './client-changes.js';
import { BearerTokenSealer } from './bearer-token-sealer.js';
import { assertNotDeleted } from './domain/client-lifecycle.js';
import type { Client } from './domain/client.js';
import { activateCredential, undoIssue } from './domain/credential-lifecycle.js';
import { refreshTokenContext } from './domain/sealing-contexts.js';
import { lifeFrom, type Session } from './domain/session.js';
import { MachinePasswords } from './machine-passwords.js';
import { MachinePool, SignInRefused } from './ports/machine-pool.js';

const SETTLE_DEADLINE = SECOND;

/** Turns a reserved or imported credential into one that works: signs the client in and keeps the session, sealed. */
@Injectable()
export class CredentialIssuer {
  constructor(
    private readonly tenants: TenantStore,
    private readonly pool: MachinePool,
    private readonly passwords: MachinePasswords,
    private readonly sealer: Sealer,
    private readonly tokens: BearerTokenSealer,
    private readonly changes: ClientChanges,
    private readonly usage: UsageRecorder,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * @param client as it was when the credential was reserved, or found reserved, imported or active
   * @param repeatable whether an outage leaves it reserved, for a repeat to finish; the runner undoes what nobody repeats
   * @returns the client, with the credential active
   * @throws DependencyError, once the reservation is undone: the secret will not be told any more. Where that fails
   *   too, it is pending work; DraftSpent when it was undone by others
   */
  async finish(client: Client, credentialId: string, caller: Caller, repeatable: boolean): Promise<Client> {
    if (isActive(client, credentialId)) return client;
    try {
      const session = await this.openSession(client, credentialId, caller.signal);
      const decide = (current: Client, now: number) => {
        assertNotDeleted(current);
        if (current.credentials[credentialId] === undefined) throw new DraftSpent();
        return activateCredential(current, credentialId, now);
      };
      return await this.changes.apply(client.id, caller, decide, session);
    } catch (error) {
      const isLeft = repeatable && error instanceof DependencyUnavailable;
      const current = await this.settle(client.id, credentialId, caller, isLeft);
      // The commit was done and its answer lost, or another try was faster.
      if (current && isActive(current, credentialId)) return current;
      if (!(error instanceof SignInRefused)) throw error;
      throw new DependencyMisconfigured('pool', 'sign a machine user in', { cause: error });
    }
  }

  /** The request's own time may be over: this has some of its own. @returns the client as it is, if it can be told */
  private async settle(
    clientId: string,
    credentialId: string,
    caller: Caller,
    isLeft: boolean,
  ): Promise<Client | undefined> {
    const inTime = { ...caller, signal: AbortSignal.timeout(SETTLE_DEADLINE) };
    const settling = this.changes.apply(clientId, inTime, (client, now) =>
      isLeft ? undefined : undoIssue(client, credentialId, now),
    );
    return settling.catch(() => undefined);
  }

  private async openSession(client: Client, credentialId: string, signal: AbortSignal): Promise<Session> {
    const tenant = await this.tenants.find(client.tenantId, signal);
    if (tenant === undefined) throw new Problem('not_found');
    const password = await this.passwords.of(client, signal);
    this.usage.cognitoCalled(client);
    const signIn = await this.pool.signIn(client.id, password, signal);
    const token = this.tokens.read(signIn.bearerToken);
    const [sealedRefreshToken, bearer] = await Promise.all([
      this.sealer.seal(signIn.refreshToken, refreshTokenContext(client, credentialId), signal),
      this.tokens.seal(token, { client, tenant, credentialId }, signal),
    ]);
    return {
      clientId: client.id,
      credentialId,
      state: 'live',
      sealedRefreshToken,
      ...lifeFrom(this.clock.now(), this.config.refreshTokenLife),
      bearer,
      families: [token.family],
      revision: 1,
    };
  }
}

function isActive({ credentials }: Client, credentialId: string): boolean {
  return credentials[credentialId]?.state === 'active';
}
