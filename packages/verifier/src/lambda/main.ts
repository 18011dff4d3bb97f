import process from 'node:process';
import { createVerifier } from '../create-verifier.js';
import { type Authorizer, createAuthorizer } from '../lambda.js';
import { optionsIn } from './settings.js';

/** The bundled authorizer. Keys and revocations are fetched while the function starts, and kept while it is warm. */
const verifier = createVerifier(optionsIn(process.env));
await verifier.ready();

export const handler: Authorizer = createAuthorizer(verifier);
