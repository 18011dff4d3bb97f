const assert = require('node:assert/strict');
const { fastify } = require('fastify');
const { createVerifier } = require('@b2b-auth-broker/verifier');
const { bearerTokens } = require('@b2b-auth-broker/verifier/fastify');

const verifier = createVerifier({ issuer: 'https://pool.example', audience: 'app' });
const app = fastify();
app.register(bearerTokens, { verifier });
app.register((routes, _, done) => {
  routes.get('/', { onRequest: routes.requireToken() }, () => 'never');
  done();
});
app.inject('/').then(({ statusCode, headers }) => {
  assert.deepEqual([statusCode, headers['www-authenticate']], [401, 'Bearer']);
});
