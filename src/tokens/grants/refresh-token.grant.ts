import { OAuthError } from '../oauth-error.js';
import type { OAuthRequest } from '../oauth-request.js';
import { authenticationOf, proofOf } from '../proof.js';
import type { Claim, GrantType } from './grant-type.js';

/** RFC 6749 §6: the credential is the refresh token, and proves its client by itself. */
export const refreshTokenGrant: GrantType = {
  name: 'refresh_token',

  claim({ form, authentication: { clientId, secret } }: OAuthRequest): Claim {
    const refreshToken = form.get('refresh_token');
    if (refreshToken === undefined) throw new OAuthError('missing_refresh_token');
    // RFC 6749 §6: the refresh token is bound to the client to which it was issued.
    const credential = proofOf(refreshToken, clientId, 'invalid_grant');
    return secret === undefined
      ? { credential }
      : { credential, authentication: authenticationOf(clientId, secret) };
  },
};
