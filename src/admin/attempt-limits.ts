import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { networkOf } from '../common/http/caller-address.js';
import type { Caller } from '../guard/caller.js';
import { type SharedLimitName, SharedLimits } from '../limits/shared-limits.js';

/**
 * How often people may try what is open to anybody. Counted alike whether or not the address is known. First where it
 * comes from: whoever has tried too much from there does not use up anybody else's attempts any more.
 *
 * Each throws Problem `too_many_requests`, DependencyError.
 */
@Injectable()
export class AttemptLimits {
  constructor(private readonly limits: SharedLimits) {}

  /** One step of signing in: the password, or the answer to a challenge. */
  async signIn(caller: Caller, email: string): Promise<void> {
    await this.takeFrom(caller, 'signInsPerAddress');
    await this.limits.take('signInsPerPerson', hashOf(email), caller.signal);
  }

  /** One step of choosing a forgotten password anew: a code asked for, or sent back. */
  async passwordReset(caller: Caller, email: string): Promise<void> {
    await this.takeFrom(caller, 'passwordResetsPerAddress');
    await this.limits.take('passwordResetsPerPerson', hashOf(email), caller.signal);
  }

  async registration(caller: Caller): Promise<void> {
    await this.takeFrom(caller, 'registrationsPerAddress');
    await this.limits.take('registrations', 'all', caller.signal);
  }

  private takeFrom({ ip, signal }: Caller, name: SharedLimitName): Promise<void> {
    return this.limits.take(name, networkOf(ip ?? 'unknown'), signal);
  }
}

/** It may be nobody's whom we know: it is not kept in clear. @param email in normal form */
function hashOf(email: string): string {
  return createHash('sha256').update(email).digest('hex');
}
