import { CognitoVerifier } from '../../src/cognito-verifier.js';
import { readOptions, type VerifierOptions } from '../../src/options.js';
import { AUDIENCE, type Pool } from './pool.js';

/**
 * A verifier of the pool's tokens, without the feed unless `broker` is given. What it reports goes nowhere.
 * @param feedInterval milliseconds; default: that of all
 */
export function verifierOf(
  { issuer }: Pool,
  options: Partial<VerifierOptions> = {},
  now: () => number = () => Date.now(),
  feedInterval?: number,
): CognitoVerifier {
  const all = { issuer, audience: AUDIENCE, report: () => undefined, ...options } as VerifierOptions;
  return new CognitoVerifier(readOptions(all), now, feedInterval);
}

/** @returns the code of the error that a token is refused with, or `accepted` */
export async function outcomeOf(verified: Promise<unknown>): Promise<string> {
  return verified.then(
    () => 'accepted',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
}
