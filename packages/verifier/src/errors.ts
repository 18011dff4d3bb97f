/** Stable: what programs may compare. */
export type ErrorCode =
  | 'invalid_options'
  | 'token_missing'
  | 'token_malformed'
  | 'signature_invalid'
  | 'claim_invalid'
  | 'token_expired'
  | 'token_not_yet_valid'
  | 'token_revoked'
  | 'scope_missing'
  | 'keys_unavailable'
  | 'revocations_unavailable';

/** What every error of this package is. No message has anything of a token in it. */
export abstract class VerifierError extends Error {
  abstract readonly code: ErrorCode;
}

/** `createVerifier` was called with what it cannot work with: the message tells what to set. */
export class InvalidOptions extends VerifierError {
  override readonly name = 'InvalidOptions';
  readonly code = 'invalid_options';
}

/** The caller has not shown a token that is good: 401. */
export abstract class TokenRefused extends VerifierError {}

/** The request has no `Authorization: Bearer …`. */
export class TokenMissing extends TokenRefused {
  override readonly name = 'TokenMissing';
  readonly code = 'token_missing';
  constructor() {
    super('A bearer token is needed');
  }
}

/** Not a token as Cognito makes them: its form, its header, its JSON. */
export class TokenMalformed extends TokenRefused {
  override readonly name = 'TokenMalformed';
  readonly code = 'token_malformed';
  constructor() {
    super('The token is malformed');
  }
}

/** Not signed by a key of the user pool. */
export class SignatureInvalid extends TokenRefused {
  override readonly name = 'SignatureInvalid';
  readonly code = 'signature_invalid';
  constructor() {
    super('The signature of the token is not valid');
  }
}

/** A claim is missing, has the wrong type or says something else than it must: another pool, another audience. */
export class ClaimInvalid extends TokenRefused {
  override readonly name = 'ClaimInvalid';
  readonly code = 'claim_invalid';
  constructor(readonly claim: string) {
    super(`The claim ${claim} of the token is not as it must be`);
  }
}

export class TokenExpired extends TokenRefused {
  override readonly name = 'TokenExpired';
  readonly code = 'token_expired';
  constructor() {
    super('The token has expired');
  }
}

/** Issued in the future: the clocks differ by more than the tolerance. */
export class TokenNotYetValid extends TokenRefused {
  override readonly name = 'TokenNotYetValid';
  readonly code = 'token_not_yet_valid';
  constructor() {
    super('The token is not valid yet');
  }
}

/** Cut off by the broker before it has expired. */
export class TokenRevoked extends TokenRefused {
  override readonly name = 'TokenRevoked';
  readonly code = 'token_revoked';
  constructor() {
    super('The token has been revoked');
  }
}

/** The token is good, and may not do this: 403. */
export class ScopeMissing extends VerifierError {
  override readonly name = 'ScopeMissing';
  readonly code = 'scope_missing';
  /** @param required all that is needed, what the token has of it included */
  constructor(readonly required: readonly string[]) {
    super(`The token lacks a scope: needed is ${required.join(' ')}`);
  }
}

/** Whether the token is good cannot be told now: 503, never 401. */
export abstract class Unavailable extends VerifierError {
  /** Seconds, for `Retry-After`. */
  abstract readonly retryAfter: number;
}

/** The key set of the user pool cannot be fetched, and the key of the token is not among those kept. */
export class KeysUnavailable extends Unavailable {
  override readonly name = 'KeysUnavailable';
  readonly code = 'keys_unavailable';
  constructor(
    readonly retryAfter: number,
    cause?: unknown,
  ) {
    super('The key set of the user pool cannot be fetched', { cause });
  }
}

/** The broker's revocation feed cannot be read; `stale`: for longer than allowed. */
export class RevocationsUnavailable extends Unavailable {
  override readonly name = 'RevocationsUnavailable';
  readonly code = 'revocations_unavailable';
  readonly retryAfter = 2;
  /**
   * @param age seconds since it was read last; `Infinity`: never
   * @param stale is that more than `maxRevocationsAge`?
   */
  constructor(
    readonly age: number,
    readonly stale: boolean,
    cause?: unknown,
  ) {
    super(`The revocation feed of the broker cannot be read${stale ? ', for longer than allowed' : ''}`, {
      cause,
    });
  }
}
