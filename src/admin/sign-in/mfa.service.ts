import { Injectable } from '@nestjs/common';
import { Problem } from '../../common/errors/problem.js';
import { Config } from '../../config/config.js';
import type { Caller } from '../../guard/caller.js';
import type { Person } from '../../guard/principal.js';
import { CodeRefused, PeoplePool, PersonSignInRefused } from '../ports/people-pool.js';
import { UserChanges } from '../users/user-changes.js';

/** What an authenticator app is told. A secret, both. */
export interface TotpEnrolment {
  /** Base32. */
  readonly secret: string;
  /** The same for a QR code: `otpauth://totp/…`, as authenticator apps read it. */
  readonly otpauthUrl: string;
}

/** Gives people a second factor: the codes of an authenticator app (RFC 6238). */
@Injectable()
export class MfaService {
  constructor(
    private readonly pool: PeoplePool,
    private readonly changes: UserChanges,
    private readonly config: Config,
  ) {}

  /** @param accessToken the person's own */
  async begin({ signal }: Caller, { email }: Person, accessToken: string): Promise<TotpEnrolment> {
    const secret = await this.pool.beginTotp(accessToken, signal).catch(tell);
    const issuer = encodeURIComponent(new URL(this.config.http.publicUrl).hostname);
    const label = `${issuer}:${encodeURIComponent(email)}`;
    return { secret, otpauthUrl: `otpauth://totp/${label}?secret=${secret}&issuer=${issuer}` };
  }

  /**
   * The app shows what it should: from now on its codes are asked for at sign-in.
   * @throws Problem `code_refused`
   */
  async confirm(caller: Caller, { userId }: Person, accessToken: string, code: string): Promise<void> {
    await this.pool.confirmTotp(accessToken, code, caller.signal).catch(tell);
    const change = { edit: { mfa: true }, actions: ['user.mfa_enabled'] } as const;
    await this.changes.apply(caller, userId, () => change);
  }
}

function tell(error: unknown): never {
  if (error instanceof CodeRefused) throw new Problem('code_refused');
  if (error instanceof PersonSignInRefused) throw new Problem('invalid_token');
  throw error;
}
