import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

const FILE = fileURLToPath(new URL('../openapi.json', import.meta.url));

/** From what was compiled: that has the metadata which the description is made of. */
async function built<Module>(path: string): Promise<Module> {
  return (await import(new URL(`../build/${path}`, import.meta.url).href)) as Module;
}

/** The OpenAPI document. Nothing is instantiated and nothing listens, so any configuration will do. */
async function describe(): Promise<string> {
  const { AppModule } = await built<typeof import('../src/app.module.js')>('app.module.js');
  const { describeApi } = await built<typeof import('../src/openapi/openapi.js')>('openapi/openapi.js');
  const { loadConfig } = await built<typeof import('../src/config/config.js')>('config/config.js');
  const module = AppModule.with(loadConfig(ANY_ENVIRONMENT));
  const options = { preview: true, logger: false, abortOnError: false } as const;
  const app = await NestFactory.create(module, new FastifyAdapter(), options);
  return `${JSON.stringify(describeApi(app), sortedKeys, 2)}\n`;
}

const ANY_ENVIRONMENT = {
  NODE_ENV: 'test',
  PUBLIC_URL: 'https://broker.example',
  AWS_REGION: 'eu-central-1',
  TABLE_NAME: 'any',
  USER_POOL_ID: 'any_1',
  MACHINE_CLIENT_ID: 'any',
  MACHINE_CLIENT_SECRET: 'any',
  PORTAL_USER_POOL_ID: 'any_2',
  PORTAL_CLIENT_ID: 'any',
  PORTAL_CLIENT_SECRET: 'any',
  LOCAL_MASTER_KEY: Buffer.alloc(32).toString('base64'),
};

/** For `JSON.stringify`: a change of order in the code is no change of the surface. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const described = await describe();
if (!process.argv.includes('--check')) {
  await writeFile(FILE, described);
} else if (described !== (await readFile(FILE, 'utf8').catch(() => ''))) {
  console.error('openapi.json is not what the code says: run npm run openapi, and look at what has changed');
  process.exitCode = 1;
}
