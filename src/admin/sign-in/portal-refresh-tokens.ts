import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { EpochSeconds } from '../../common/clock.js';
import { errorFields } from '../../common/logging/json-logger.js';
import { CannotUnseal } from '../../sealing/sealed.js';
import { Sealer } from '../../sealing/sealer.js';
import type { SealingContext } from '../../sealing/sealing-context.js';

/** A person's sign-in: Cognito's refresh token, and what is needed to use it (SECRET_HASH is over the name). */
export interface PortalSession {
  readonly sub: string;
  readonly email: string;
  /** A secret. */
  readonly refreshToken: string;
  /** By Cognito's clock, as the `iat` of its first access token says. */
  readonly signedInAt: EpochSeconds;
}

/** By which the end of the sign-in is known: whatever was done to the form of the portal's token, Cognito's is one. */
export function signOutIdOf({ refreshToken }: PortalSession): string {
  return createHash('sha256').update(refreshToken).digest('hex');
}

const CONTEXT: SealingContext = { purpose: 'portal-refresh-token' };

/** The portal's refresh token: a {@link PortalSession}, sealed, in base64url. The broker keeps no copy. */
@Injectable()
export class PortalRefreshTokens {
  private readonly logger = new Logger('SignIn');

  constructor(private readonly sealer: Sealer) {}

  /** @throws DependencyError */
  async seal(session: PortalSession, signal: AbortSignal): Promise<string> {
    const sealed = await this.sealer.seal(JSON.stringify(session), CONTEXT, signal);
    return Buffer.from(sealed).toString('base64url');
  }

  /** @throws CannotUnseal for what we did not make; DependencyError */
  async open(token: string, signal: AbortSignal): Promise<PortalSession> {
    const sealed = Buffer.from(token, 'base64url');
    const session = await this.sealer.unseal(sealed, CONTEXT, signal).catch((error: unknown) => {
      this.report(error);
      throw error;
    });
    return JSON.parse(session) as PortalSession;
  }

  /** One that has our format and does not open may be forged; when all are so, the master key is the wrong one. */
  private report(error: unknown): void {
    if (error instanceof CannotUnseal && error.cause !== undefined) this.logger.warn(errorFields(error));
  }
}
