import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock, type Millis, MINUTE, SECOND } from '../common/clock.js';
import { networkOf } from '../common/http/caller-address.js';
import { CLIENT_ID } from '../common/ids.js';
import { Config } from '../config/config.js';

/** Who has failed: as many as can be told. */
export interface Failure {
  /** As it was claimed; what can be no client’s id is not remembered, since it may be long. */
  readonly clientId?: string;
  readonly ip?: string;
}

interface Window {
  readonly since: Millis;
  failures: number;
}

const WINDOW = MINUTE;
/** Forged ids and addresses are without number; the oldest are forgotten. */
const REMEMBERED = 10_000;

/**
 * RFC 6749 §2.3.1: endpoints with client secrets must be protected against brute force.
 *
 * Counts failed authentications, of a client and of an address, in windows of a minute, in this replica. Only what fails
 * is ever counted or slowed down: a valid credential is never refused for its neighbours’ failures.
 */
@Injectable()
export class FailedAuthentications {
  private readonly clients = new LRUCache<string, Window>({ max: REMEMBERED });
  private readonly addresses = new LRUCache<string, Window>({ max: REMEMBERED });

  constructor(
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @returns seconds after which to try again, once there were too many; undefined: not yet */
  count({ clientId, ip }: Failure): number | undefined {
    const limits = this.config.limits?.failedAuthentications;
    if (limits === undefined) return undefined;
    const waits = [
      isClientId(clientId) ? this.countIn(this.clients, clientId, limits.perClient) : 0,
      ip === undefined ? 0 : this.countIn(this.addresses, networkOf(ip), limits.perAddress),
    ];
    const wait = Math.max(...waits);
    return wait === 0 ? undefined : Math.ceil(wait / SECOND);
  }

  /** @returns how long the window lasts that is full; 0: it is not */
  private countIn(windows: LRUCache<string, Window>, key: string, limit: number): Millis {
    const now = this.clock.now();
    const known = windows.get(key);
    const age = now - (known?.since ?? -Infinity);
    const window = known && age >= 0 && age < WINDOW ? known : { since: now, failures: 0 };
    windows.set(key, window);
    return ++window.failures > limit ? window.since + WINDOW - now : 0;
  }
}

function isClientId(claimed: string | undefined): claimed is string {
  return claimed !== undefined && CLIENT_ID.test(claimed);
}
