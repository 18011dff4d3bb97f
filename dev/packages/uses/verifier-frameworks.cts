import express = require('express');
import { fastify } from 'fastify';
import type { Client, Verifier } from '@b2b-auth-broker/verifier';
import { requireToken } from '@b2b-auth-broker/verifier/express';
import { bearerTokens } from '@b2b-auth-broker/verifier/fastify';

declare const verifier: Verifier;

express().get('/', requireToken(verifier), (request, response) => {
  const client: Client = request.client;
  response.json(client.tenantId);
});
export const registered = fastify().register(bearerTokens, { verifier });
