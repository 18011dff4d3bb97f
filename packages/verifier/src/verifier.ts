import type { Client } from './client.js';

export interface VerifyOptions {
  /** Beside those that every token must have. */
  readonly scopes?: readonly string[];
}

/** Judges bearer tokens. An abstract class, so that it can be a token of dependency injection. */
export abstract class Verifier {
  /**
   * @param token as it stands behind `Bearer `
   * @throws TokenRefused: one of `TokenMalformed`, `SignatureInvalid`, `ClaimInvalid`, `TokenExpired`,
   *   `TokenNotYetValid`, `TokenRevoked`
   * @throws ScopeMissing
   * @throws Unavailable: `KeysUnavailable` or `RevocationsUnavailable`, which says nothing about the token
   */
  abstract verify(token: string, options?: VerifyOptions): Promise<Client>;

  /** Resolves when keys and revocations are there, or could not be had. Nobody has to wait for it. */
  abstract ready(): Promise<void>;

  /** Stops following the broker's feed. */
  abstract close(): void;
}
