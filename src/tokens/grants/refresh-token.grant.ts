import { OAuthError } from '../oauth-error.js';
import type { TokenRequest } from '../token-request.js';
import { type Claim, type GrantType, proofOf } from './grant-type.js';

/** RFC 6749 §6: the credential is the refresh token, and proves its client by itself. */
export const refreshTokenGrant: GrantType = {
  name: 'refresh_token',

  claim({ form, authentication: { clientId, secret } }: TokenRequest): Claim {
    const refreshToken = form.get('refresh_token');
    if (refreshToken === undefined) throw new OAuthError('missing_refresh_token');
    // RFC 6749 §6: the refresh token is bound to the client to which it was issued.
    const credential = proofOf(refreshToken, clientId, 'invalid_grant');
    // Any live credential of the client authenticates it.
    return secret === undefined
      ? { credential }
      : { credential, authentication: proofOf(secret, clientId, 'invalid_client') };
  },
};
