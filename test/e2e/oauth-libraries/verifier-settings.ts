import type { Pool } from '../../../packages/verifier/test/support/pool.js';
import type { DiscoverableBroker } from '../../support/discoverable-broker.js';
import type { Outcome } from './outcomes.js';

/**
 * What a program in another language has to know to verify tokens as an API would.
 * @param pool gives what the broker does not: a token that is good but for its use
 */
export async function verifierSettings({ broker }: DiscoverableBroker, pool: Pool) {
  const { issuer, clientId: aud } = broker.config.machines;
  return {
    ...{ TOKEN_ISSUER: issuer, AUDIENCE: aud, JWKS_URL: `${broker.url}/.well-known/jwks.json` },
    ...{ POOL_ISSUER: pool.issuer, POOL_JWKS_URL: `${pool.issuer}/.well-known/jwks.json` },
    ID_TOKEN: await pool.token({ aud }),
    ACCESS_TOKEN: await pool.token({ aud, token_use: 'access' }),
  };
}

/** What it has to tell then. */
export function verifiedFor({ tenant }: DiscoverableBroker): Record<string, Outcome> {
  const { tenantId } = tenant;
  return {
    verify: {
      valid: true,
      token_use: 'id',
      'custom:tenant_id': tenantId,
      'custom:scopes': 'orders:read',
    },
    'verify for another audience': { valid: false },
    'verify an ID token': {
      valid: true,
      token_use: 'id',
      'custom:tenant_id': 'tn_0000000000000000',
      'custom:scopes': 'orders:read orders:write',
    },
    'verify an access token': { valid: false },
  };
}
