const assert = require('node:assert/strict');
const { createVerifier, TokenMalformed } = require('@b2b-auth-broker/verifier');
const { requireToken } = require('@b2b-auth-broker/verifier/express');
const { createAuthorizer } = require('@b2b-auth-broker/verifier/lambda');

const verifier = createVerifier({ userPoolId: 'eu-central-1_AbC', region: 'eu-central-1', audience: 'app' });
assert.equal(typeof requireToken(verifier), 'function');
assert.equal(typeof createAuthorizer(verifier), 'function');
verifier.verify('nonsense').then(
  () => assert.fail(),
  (error) => assert(error instanceof TokenMalformed),
);
