import type { DiscoverableBroker } from '../../support/discoverable-broker.js';
import type { Outcome } from './outcomes.js';

/** What a program in another language has to know to verify tokens as an API would. */
export function verifierSettings({ broker }: DiscoverableBroker): Record<string, string> {
  const { issuer, clientId } = broker.config.machines;
  return { TOKEN_ISSUER: issuer, AUDIENCE: clientId, JWKS_URL: `${broker.url}/.well-known/jwks.json` };
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
  };
}
