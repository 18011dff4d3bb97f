import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';
import { partner } from '../world/partners.js';

const { PORT, CLIENTS, FORMAT } = process.env as { PORT: string; CLIENTS: string; FORMAT: 'opaque' | 'jwt' };
const url = `http://127.0.0.1:${PORT}`;
const SCOPES = 'orders:read orders:write';
const API = 'https://api.example';
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

/** `oidc-provider` with its storage in memory and the same clients, which issues opaque tokens, or JWTs by RS256. */
const provider = new Provider(url, {
  clients: Array.from({ length: Number(CLIENTS) }, (_, index) => {
    const { client, credential } = partner(index + 1);
    return {
      client_id: client.id,
      client_secret: credential,
      token_endpoint_auth_method: 'client_secret_post' as const,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      scope: SCOPES,
    };
  }),
  scopes: SCOPES.split(' '),
  jwks: { keys: [{ ...KEY, kid: 'bench', alg: 'RS256', use: 'sig' }] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: FORMAT === 'jwt',
      defaultResource: () => API,
      getResourceServerInfo: () => ({
        scope: SCOPES,
        audience: API,
        accessTokenFormat: 'jwt' as const,
        jwt: { sign: { alg: 'RS256' as const } },
      }),
    },
  },
  routes: { token: '/oauth/token' },
});
provider.listen(Number(PORT), '127.0.0.1');
