import { type ParsedCredential, parseCredential } from '../clients/domain/credential-secret.js';
import type { OAuthErrorCode } from './oauth-error.js';

/** A credential as presented, and the client it was presented for, where one was named. */
export interface Proof {
  /** undefined: shape or checksum are wrong, it cannot be one of ours, and is refused without any I/O. */
  readonly credential: ParsedCredential | undefined;
  readonly namedClient: string | undefined;
  /** What is answered when it does not hold, whatever the cause. */
  readonly refusal: OAuthErrorCode;
}

/** Reads a credential as it was presented. */
export function proofOf(presented: string, namedClient: string | undefined, refusal: OAuthErrorCode): Proof {
  return { credential: parseCredential(presented), namedClient, refusal };
}

/** Reads a client authentication (RFC 6749 §2.3.1): any working credential of a client authenticates it. */
export function authenticationOf(clientId: string | undefined, secret: string): Proof {
  return proofOf(secret, clientId, 'invalid_client');
}
