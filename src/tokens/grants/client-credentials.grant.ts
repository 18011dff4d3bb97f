import { OAuthError } from '../oauth-error.js';
import type { OAuthRequest } from '../oauth-request.js';
import { clientSecretOf } from '../proof.js';
import type { Claim, GrantType } from './grant-type.js';

/** RFC 6749 §4.4: the credential is the client's secret, or a secret that it had before its import. */
export const clientCredentialsGrant: GrantType = {
  name: 'client_credentials',

  claim({ authentication: { clientId, secret } }: OAuthRequest): Claim {
    // RFC 6749 §4.4.2: the client must authenticate with the authorization server.
    if (clientId === undefined || secret === undefined) throw new OAuthError('invalid_client', { clientId });
    return { credential: clientSecretOf(clientId, secret) };
  },
};
