import { createHmac } from 'node:crypto';
import type { PoolConfig } from '../../config/config.js';

/** What an app client with a secret sends along: proof of the secret, bound to one username. */
export function secretHash(username: string, pool: Pick<PoolConfig, 'clientId' | 'clientSecret'>): string {
  return createHmac('sha256', pool.clientSecret)
    .update(username + pool.clientId)
    .digest('base64');
}
