import { type ParsedCredential, parseCredential } from '../clients/domain/credential-secret.js';
import { clientIdFor, parseForeignSecret } from '../clients/domain/foreign-credential.js';
import type { OAuthErrorCode } from './oauth-error.js';

/** A credential as presented, and the client it was presented for, where one was named. */
export interface Proof {
  /** undefined: shape or checksum are wrong, it cannot be one of ours, and is refused without any I/O. */
  readonly credential: ParsedCredential | undefined;
  /** Its id here, also where it was called by the id that it had in a former system. */
  readonly namedClient: string | undefined;
  /** What is answered when it does not hold, whatever the cause. */
  readonly refusal: OAuthErrorCode;
}

/** Reads a credential as it was presented. */
export function proofOf(presented: string, named: string | undefined, refusal: OAuthErrorCode): Proof {
  const namedClient = named === undefined ? undefined : clientIdFor(named);
  return { credential: parseCredential(presented), namedClient, refusal };
}

/** Reads a client authentication (RFC 6749 §2.3.1): any working credential of a client authenticates it. */
export function authenticationOf(clientId: string | undefined, secret: string): Proof {
  return proofOf(secret, clientId, 'invalid_client');
}

/** The same where the secret may be one of a former system, too: it names no client, so the request has to. */
export function clientSecretOf(clientId: string, secret: string): Proof {
  const proof = authenticationOf(clientId, secret);
  return { ...proof, credential: proof.credential ?? parseForeignSecret(clientIdFor(clientId), secret) };
}
