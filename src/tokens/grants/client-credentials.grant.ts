import { OAuthError } from '../oauth-error.js';
import type { TokenRequest } from '../token-request.js';
import { type Claim, type GrantType, proofOf } from './grant-type.js';

/** RFC 6749 §4.4: the credential is the client's secret. */
export const clientCredentialsGrant: GrantType = {
  name: 'client_credentials',

  claim({ authentication: { clientId, secret } }: TokenRequest): Claim {
    // RFC 6749 §4.4.2: the client must authenticate with the authorization server.
    if (clientId === undefined || secret === undefined) throw new OAuthError('invalid_client');
    return { credential: proofOf(secret, clientId, 'invalid_client') };
  },
};
