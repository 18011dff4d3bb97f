import type { CanActivate } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Client, Verifier } from '@b2b-auth-broker/verifier';
import { requireToken } from '@b2b-auth-broker/verifier/express';
import { bearerTokens } from '@b2b-auth-broker/verifier/fastify';
import { RequireScopes, TokenGuard } from '@b2b-auth-broker/verifier/nest';
import express from 'express';
import { fastify } from 'fastify';

declare const verifier: Verifier;

express().get('/', requireToken(verifier, 'orders:read'), (request, response) => {
  const client: Client = request.client;
  response.json(client.tenantId);
});
// @ts-expect-error scopes are text
requireToken(verifier, 1);

const app = fastify();
await app.register(bearerTokens, { verifier });
app.get('/', { onRequest: app.requireToken('orders:read') }, ({ client }): Client => client);
// @ts-expect-error no verifier
await app.register(bearerTokens, {});

export const guard: CanActivate = new TokenGuard(verifier, new Reflector());
RequireScopes('orders:read', 'orders:write');
// @ts-expect-error scopes are text
RequireScopes(['orders:read']);
