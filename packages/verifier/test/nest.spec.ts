import 'reflect-metadata';
import { Controller, Get, type INestApplication, Req, UseGuards } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from 'nest-platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { Client } from '../src/client.js';
import { RequireScopes, TokenGuard } from '../src/nest.js';
import { Verifier } from '../src/verifier.js';
import { middlewareContract, type TestApi } from './support/matrix.js';
import { Pool } from './support/pool.js';
import { verifierOf } from './support/verifiers.js';

let pool: Pool;

beforeAll(async () => {
  pool = await Pool.start();
});
afterAll(() => pool.stop());

@Controller()
@UseGuards(TokenGuard)
@RequireScopes('orders:read')
class OrdersController {
  @Get('orders')
  orders(@Req() request: { client: Client }): Client {
    return request.client;
  }

  @Get('admin')
  @RequireScopes('orders:admin')
  admin(): void {}
}

@Controller()
class OpenController {
  @Get('open')
  open(): void {}
}

async function startApi(platform: AbstractHttpAdapter): Promise<TestApi> {
  const verifier = verifierOf(pool, { broker: pool.broker, whenRevocationsStale: 'deny' });
  const module = await Test.createTestingModule({
    controllers: [OrdersController, OpenController],
    providers: [{ provide: Verifier, useValue: verifier }],
  }).compile();
  const app: INestApplication = module.createNestApplication(platform);
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), stop: () => (verifier.close(), app.close()) };
}

describe.each([
  ['Fastify', () => new FastifyAdapter()],
  ['Express', () => new ExpressAdapter()],
])('on Nest with %s', (_, platform) => {
  middlewareContract(
    () => pool,
    () => startApi(platform()),
  );
});
