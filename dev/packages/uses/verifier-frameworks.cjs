const assert = require('node:assert/strict');
const { Reflector } = require('@nestjs/core');
const express = require('express');
const { fastify } = require('fastify');
const { createVerifier } = require('@b2b-auth-broker/verifier');
const { requireToken } = require('@b2b-auth-broker/verifier/express');
const { bearerTokens } = require('@b2b-auth-broker/verifier/fastify');
const { TokenGuard } = require('@b2b-auth-broker/verifier/nest');

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

const server = express()
  .get('/', requireToken(verifier))
  .listen(0, '127.0.0.1', async () => {
    const { status } = await fetch(`http://127.0.0.1:${server.address().port}`);
    server.close();
    assert.equal(status, 401);
  });

const http = { getRequest: () => ({ headers: {} }), getResponse: () => ({ header: () => undefined }) };
const context = { switchToHttp: () => http, getHandler: () => () => undefined, getClass: () => class {} };
assert.rejects(new TokenGuard(verifier, new Reflector()).canActivate(context), { status: 401 });
