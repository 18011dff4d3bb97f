import type { OAuthRequest } from '../oauth-request.js';
import type { Proof } from '../proof.js';

/** What a grant asks the shared phases to prove, in this order. */
export interface Claim {
  /** The caller's client authentication, where it is separate from the credential that the token is for. */
  readonly authentication?: Proof;
  readonly credential: Proof;
}

/** One `grant_type` of the token endpoint. Reads the request; the phases that judge it are shared by all grants. */
export interface GrantType {
  readonly name: string;
  /** @throws OAuthError when the request lacks what the grant needs */
  claim(request: OAuthRequest): Claim;
}
