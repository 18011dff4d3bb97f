/** What an API imports. The frameworks have entries of their own. */
export { bearerTokenIn } from './bearer-token.js';
export type { Client } from './client.js';
export { createVerifier } from './create-verifier.js';
export * from './errors.js';
export { type HttpAnswer, httpAnswerTo } from './http-answer.js';
export type { UserPool, VerifierOptions } from './options.js';
export { Verifier, type VerifyOptions } from './verifier.js';
