import { type ParsedCredential, parseCredential } from '../../clients/domain/credential-secret.js';
import type { OAuthErrorCode } from '../oauth-error.js';
import type { TokenRequest } from '../token-request.js';

/** A credential as presented, and the client it was presented for, where one was named. */
export interface Proof {
  /** undefined: shape or checksum are wrong, it cannot be one of ours, and is refused without any I/O. */
  readonly credential: ParsedCredential | undefined;
  readonly namedClient: string | undefined;
  /** What is answered when it does not hold, whatever the cause. */
  readonly refusal: OAuthErrorCode;
}

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
  claim(request: TokenRequest): Claim;
}

/** Reads a credential as it was presented. */
export function proofOf(presented: string, namedClient: string | undefined, refusal: OAuthErrorCode): Proof {
  return { credential: parseCredential(presented), namedClient, refusal };
}
