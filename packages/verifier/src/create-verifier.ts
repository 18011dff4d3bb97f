import { CognitoVerifier } from './cognito-verifier.js';
import { readOptions, type VerifierOptions } from './options.js';
import type { Verifier } from './verifier.js';

/**
 * Makes what an API needs one of, for as long as it runs. With `broker` it follows the revocation feed from now on, until
 * it is closed.
 * @throws InvalidOptions
 */
export function createVerifier(options: VerifierOptions): Verifier {
  return new CognitoVerifier(readOptions(options), () => Date.now());
}
