import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { createVerifier, httpAnswerTo, TokenMalformed } from '@b2b-auth-broker/verifier';
import { requireToken } from '@b2b-auth-broker/verifier/express';
import { bearerTokens } from '@b2b-auth-broker/verifier/fastify';
import { createAuthorizer } from '@b2b-auth-broker/verifier/lambda';

const verifier = createVerifier({ issuer: 'https://pool.example', audience: 'app' });
const refusal = await verifier.verify('nonsense').catch((error) => error);
assert(refusal instanceof TokenMalformed);
assert.equal(httpAnswerTo(refusal)?.status, 401);
assert.equal(typeof requireToken(verifier), 'function');
assert.equal(typeof bearerTokens, 'function');
await assert.rejects(
  createAuthorizer(verifier)({ type: 'TOKEN', methodArn: 'a/b', authorizationToken: '' }),
  {
    message: 'Unauthorized',
  },
);

// The template deploys the bundle that is beside it. Nobody listens where it fetches keys, and it says so by a warning.
const home = 'node_modules/@b2b-auth-broker/verifier';
const [, directory] = /CodeUri: (.+)/.exec(await readFile(`${home}/authorizer.yaml`, 'utf8'));
Object.assign(process.env, { ISSUER: 'http://127.0.0.1:1', AUDIENCE: 'app' });
const { handler } = await import(pathToFileURL(`${home}/${directory}index.mjs`).href);
await assert.rejects(handler({ type: 'TOKEN', methodArn: 'a/b', authorizationToken: 'Bearer nonsense' }), {
  message: 'Unauthorized',
});
