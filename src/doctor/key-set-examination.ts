import { type Clock, type Millis, SECOND } from '../common/clock.js';
import type { Config } from '../config/config.js';
import type { Examination, Finding } from './finding.js';

/** What a response may take, and what the whole seconds of its date hide. */
const LEEWAY = 2 * SECOND;

/** Reads the public keys of the machines' pool, and the time that AWS tells with them. */
export class KeySetExamination implements Examination {
  readonly name = 'public keys and clock';

  constructor(
    private readonly config: Pick<Config, 'machines' | 'maxClockSkew'>,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<Finding[]> {
    const response = await this.fetch(signal);
    if (response === undefined) return [UNREAD];
    const skew = this.skewOf(response);
    return skew !== undefined && Math.abs(skew) > this.config.maxClockSkew + LEEWAY ? [ASKEW] : [];
  }

  private async fetch(signal: AbortSignal): Promise<Response | undefined> {
    try {
      const response = await fetch(this.config.machines.jwksUrl, { signal, redirect: 'error' });
      const { keys } = (await response.json()) as { keys?: unknown };
      return response.ok && Array.isArray(keys) && keys.length > 0 ? response : undefined;
    } catch {
      return undefined;
    }
  }

  /** RFC 9111 §5.1: what a cache has kept for a while has the date of then. */
  private skewOf({ headers }: Response): Millis | undefined {
    const date = Date.parse(headers.get('date') ?? '');
    const age = Number(headers.get('age') ?? 0) * SECOND;
    return Number.isNaN(date) ? undefined : this.clock.now() - (date + age);
  }
}

const UNREAD: Finding = {
  severity: 'error',
  setting: 'machines.jwksUrl',
  what: 'the public keys of the machines’ pool cannot be read',
  why: 'nobody could verify a bearer token, and introspection would answer 503',
  mend: 'look at USER_POOL_ID, AWS_REGION, COGNITO_ISSUER and COGNITO_JWKS_URL, and at the way to it',
};

const ASKEW: Finding = {
  severity: 'error',
  setting: 'clock',
  what: 'the clock of this machine differs from AWS’s by more than MAX_CLOCK_SKEW',
  why: 'a cut-off might spare a token that was issued before it',
  mend: 'synchronise it: timedatectl set-ntp true, or your platform’s own way (chrony with 169.254.169.123 on EC2)',
};
