import assert from 'node:assert/strict';
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
