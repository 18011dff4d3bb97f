import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Reflector } from '@nestjs/core';
import { createVerifier } from '@b2b-auth-broker/verifier';
import { requireToken } from '@b2b-auth-broker/verifier/express';
import { bearerTokens } from '@b2b-auth-broker/verifier/fastify';
import { TokenGuard } from '@b2b-auth-broker/verifier/nest';
import express from 'express';
import { fastify } from 'fastify';

const verifier = createVerifier({ issuer: 'https://pool.example', audience: 'app' });
const headers = { authorization: 'Bearer nonsense' };

const server = express().get('/', requireToken(verifier)).listen(0, '127.0.0.1');
await once(server, 'listening');
const { status } = await fetch(`http://127.0.0.1:${server.address().port}`, { headers });
assert.equal(status, 401);
server.close();

const app = fastify();
await app.register(bearerTokens, { verifier });
app.get('/', { onRequest: app.requireToken() }, () => 'never');
assert.equal((await app.inject({ url: '/', headers })).statusCode, 401);

const http = { getRequest: () => ({ headers }), getResponse: () => ({ header: () => undefined }) };
const context = { switchToHttp: () => http, getHandler: () => () => undefined, getClass: () => class {} };
await assert.rejects(new TokenGuard(verifier, new Reflector()).canActivate(context), { status: 401 });
