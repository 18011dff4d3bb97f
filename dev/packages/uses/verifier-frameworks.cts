import type { CanActivate } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import express = require('express');
import { fastify } from 'fastify';
import type { Client, Verifier } from '@b2b-auth-broker/verifier';
import { requireToken } from '@b2b-auth-broker/verifier/express';
import { bearerTokens } from '@b2b-auth-broker/verifier/fastify';
import { RequireScopes, TokenGuard } from '@b2b-auth-broker/verifier/nest';

declare const verifier: Verifier;

express().get('/', requireToken(verifier), (request, response) => {
  const client: Client = request.client;
  response.json(client.tenantId);
});
export const registered = fastify().register(bearerTokens, { verifier });
export const guard: CanActivate = new TokenGuard(verifier, new Reflector());
RequireScopes('orders:read');
