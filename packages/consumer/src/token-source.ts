/** Where a program gets its bearer tokens from. */
export interface TokenSource {
  /**
   * The token at hand, where it has ten seconds left at least, or a fresh one. However many ask, one request is made.
   * @throws CredentialMissing when what loads the credential gives none
   * @throws InvalidGrant when the credential is refused
   * @throws RequestRefused when the request is wrong in another way
   * @throws TokenUnavailable when no token can be had now
   * @throws what loading the credential throws, and a `TimeoutError` where that takes too long
   * @throws the reason of `signal`, which ends this wait, and not that of others
   */
  getToken(options?: GetTokenOptions): Promise<string>;
}

export interface GetTokenOptions {
  readonly signal?: AbortSignal;
  /** A token that an API has refused: another one is wanted. Where the endpoint gives only this one, it is given for some seconds. */
  readonly insteadOf?: string;
}
