/** What a partner's backend imports. */
export { createFetch } from './create-fetch.js';
export { createTokenSource } from './create-token-source.js';
export * from './errors.js';
export type { LoadCredential, TokenSourceOptions } from './options.js';
export type { GetTokenOptions, TokenSource } from './token-source.js';
