import { Injectable } from '@nestjs/common';
import { DependencyError } from '../common/errors/dependency-errors.js';
import { Config } from '../config/config.js';
import { CannotUnseal } from '../sealing/sealed.js';
import { Sealer } from '../sealing/sealer.js';
import type { Tenant } from '../tenants/tenant.js';
import { type BearerToken, readBearerToken } from './domain/bearer-token.js';
import type { Client } from './domain/client.js';
import { type Owner, bearerTokenContext } from './domain/sealing-contexts.js';
import type { SealedBearerToken } from './domain/session.js';

/** What a bearer token was fetched for. */
interface Grounds {
  readonly client: Owner & Pick<Client, 'epoch'>;
  readonly tenant: Pick<Tenant, 'epoch'>;
  readonly credentialId: string;
}

/** Reads what Cognito issues, and keeps it in session items for all replicas, sealed. */
@Injectable()
export class BearerTokenSealer {
  constructor(
    private readonly sealer: Sealer,
    private readonly config: Config,
  ) {}

  /** @throws DependencyMisconfigured when the pool is not set up as it must be */
  read(token: string): BearerToken {
    const { mode, bearerTokenLife } = this.config;
    return readBearerToken(token, { requireOrigin: mode === 'production', longest: bearerTokenLife });
  }

  /** Seals a token that was fetched for `client` and `tenant` as they are. @throws DependencyError */
  async seal(
    { token, iat, exp }: BearerToken,
    { client, tenant, credentialId }: Grounds,
    signal: AbortSignal,
  ): Promise<SealedBearerToken> {
    const sealed = await this.sealer.seal(token, bearerTokenContext(client, credentialId), signal);
    return { sealed, iat, exp, clientEpoch: client.epoch, tenantEpoch: tenant.epoch };
  }

  /** @returns undefined when it does not open, for whatever reason: a refresh mends it */
  async open(
    { sealed }: SealedBearerToken,
    { client, credentialId }: { client: Owner; credentialId: string },
    signal: AbortSignal,
  ): Promise<BearerToken | undefined> {
    try {
      return this.read(await this.sealer.unseal(sealed, bearerTokenContext(client, credentialId), signal));
    } catch (error) {
      if (error instanceof CannotUnseal || error instanceof DependencyError) return undefined;
      throw error;
    }
  }
}
