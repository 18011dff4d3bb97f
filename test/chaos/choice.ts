import { HOUR, SECOND, type Millis } from '../../src/common/clock.js';
import type { Kind } from './history.js';
import type { Random } from './random.js';

/** How often each kind of operation is chosen. Whatever ends things is outweighed by what brings them back. */
const WEIGHTS: Readonly<Record<Kind, number>> = {
  token: 60,
  issue: 5,
  rotate: 5,
  revoke: 2,
  'give-up': 1,
  disable: 2,
  enable: 8,
  suspend: 1,
  resume: 6,
  rename: 2,
};

/** None, one that ends during the campaign, one that does not. */
const GRACES: readonly Millis[] = [0, 2 * SECOND, 24 * HOUR];

/** What a worker does next. It takes as many numbers whatever it is, so the same seed makes the same choices. */
export interface Choice {
  readonly kind: Kind;
  readonly client: number;
  readonly replica: number;
  /** Where in the list of credentials, from 0 to 1. */
  readonly credential: number;
  /** Whether a token is asked for with a credential that may have ended. */
  readonly isEnded: boolean;
  readonly grant: 'refresh_token' | 'client_credentials';
  readonly grace: Millis;
  /** Whether a token is being asked for while a change is made. */
  readonly isCrossed: boolean;
}

export function choose(random: Random, { clients, replicas }: { clients: number; replicas: number }): Choice {
  return {
    kind: random.weighted(WEIGHTS),
    client: random.between(0, clients),
    replica: random.between(0, replicas),
    credential: random.next(),
    isEnded: random.next() < 0.25,
    grant: random.pick(['refresh_token', 'client_credentials'] as const),
    grace: random.pick(GRACES),
    isCrossed: random.next() < 0.75,
  };
}
