import { CredentialTrade } from './credential-trade.js';
import { KeptTokenSource } from './kept-token-source.js';
import { readOptions, type TokenSourceOptions } from './options.js';
import type { TokenSource } from './token-source.js';

/**
 * Makes what a program needs one of for each credential, for as long as it runs. It has no timer: a token is fetched when
 * one is asked for.
 * @throws InvalidOptions
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const now = () => Date.now();
  return new KeptTokenSource(new CredentialTrade(readOptions(options), now), now);
}
