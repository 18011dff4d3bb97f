import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DependencyMisconfigured } from '../common/errors/dependency-errors.js';
import { Problem } from '../common/errors/problem.js';
import { Config } from '../config/config.js';
import type { Caller } from '../guard/caller.js';
import { Sealer } from '../sealing/sealer.js';
import { TenantStore } from '../tenants/tenant-store.js';
import { ClientChanges } from './client-changes.js';
import { readBearerToken } from './domain/bearer-token.js';
import type { Client } from './domain/client.js';
import { activateCredential, undoIssue } from './domain/credential-lifecycle.js';
import { bearerTokenContext, passwordContext, refreshTokenContext } from './domain/sealing-contexts.js';
import type { Session } from './domain/session.js';
import { ClientStore } from './ports/client-store.js';
import { MachinePool, type MachineSignIn, SignInRefused } from './ports/machine-pool.js';

/** Turns a reserved credential into one that works: signs the client in and keeps the session, sealed. */
@Injectable()
export class CredentialIssuer {
  constructor(
    private readonly clients: ClientStore,
    private readonly tenants: TenantStore,
    private readonly pool: MachinePool,
    private readonly sealer: Sealer,
    private readonly changes: ClientChanges,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * @param client as it was when the credential was reserved
   * @returns the client, with the credential active
   * @throws DependencyError; refused for good: undone; unavailable: the reservation is undone by pending work
   */
  async finish(client: Client, credentialId: string, caller: Caller): Promise<Client> {
    try {
      const session = await this.openSession(client, credentialId, caller.signal);
      const decide = (current: Client, now: number) => activateCredential(current, credentialId, now);
      return await this.changes.apply(client.id, caller, decide, session);
    } catch (error) {
      if (!(error instanceof DependencyMisconfigured || error instanceof SignInRefused)) throw error;
      await this.changes.apply(client.id, caller, (current, now) => undoIssue(current, credentialId, now));
      throw new DependencyMisconfigured('pool', 'sign a machine user in', { cause: error });
    }
  }

  private async openSession(client: Client, credentialId: string, signal: AbortSignal): Promise<Session> {
    const tenant = await this.tenants.find(client.tenantId, signal);
    if (tenant === undefined) throw new Problem('not_found');
    const signIn = await this.signIn(client, signal);
    const token = readBearerToken(signIn.bearerToken, { requireOrigin: this.config.mode === 'production' });
    const seal = (secret: string, contextOf: typeof bearerTokenContext) =>
      this.sealer.seal(secret, contextOf(client, credentialId), signal);
    const [sealedRefreshToken, sealed] = await Promise.all([
      seal(signIn.refreshToken, refreshTokenContext),
      seal(token.token, bearerTokenContext),
    ]);
    const { iat, exp } = token;
    return {
      clientId: client.id,
      credentialId,
      state: 'live',
      sealedRefreshToken,
      refreshTokenExpiresAt: this.clock.now() + this.config.refreshTokenLife,
      bearer: { sealed, iat, exp, clientEpoch: client.epoch, tenantEpoch: tenant.epoch },
      families: [token.family],
      revision: 1,
    };
  }

  private async signIn(client: Client, signal: AbortSignal): Promise<MachineSignIn> {
    const sealed = await this.clients.findPassword(client.id, signal);
    if (sealed === undefined) throw new Problem('not_found');
    const password = await this.sealer.unseal(sealed, passwordContext(client), signal);
    return this.pool.signIn(client.id, password, signal);
  }
}
