import { type JWTPayload, decodeJwt } from 'jose';
import { DependencyMisconfigured } from './errors/dependency-errors.js';

/**
 * The claims of a token that Cognito has just issued. Not verified: it came from Cognito itself, over TLS.
 * @throws DependencyMisconfigured when it is no JWT
 */
export function issuedClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw new DependencyMisconfigured('pool', 'what it issued is no JWT');
  }
}
