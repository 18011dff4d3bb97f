import { once } from 'node:events';
import { NestFactory } from '@nestjs/core';
import { JsonLogger } from '../common/logging/json-logger.js';
import { exitOnBadConfiguration } from '../config/exit-on-bad-configuration.js';
import type { Tenant } from '../tenants/tenant.js';
import { ClientExport } from '../transfer/client-export.js';
import { readArguments } from './arguments.js';
import type { Command } from './command.js';
import { Progress } from './progress.js';
import { TransferModule } from './transfer.module.js';

/** Writes what `import` reads, on standard output. Each client is told as it was at one instant, whoever writes meanwhile. */
export const exportClients: Command = {
  usage: `Usage: node dist/cli export [--json] > clients.ndjson

Writes every tenant and every API client with the SHA-256 hashes of its credentials, one JSON object a line. Without
secrets: none can be had from it. Left out are clients and credentials that are being made, those that have ended, and
credentials that are blocked.

  --json   as without it: what it writes is JSON`,

  async run(args) {
    readArguments(args, this, { json: { type: 'boolean' } });
    const app = await NestFactory.createApplicationContext(TransferModule.with(exitOnBadConfiguration()), {
      logger: new JsonLogger('error'),
    });
    try {
      await writeAll(app.get(ClientExport));
    } finally {
      await app.close();
    }
  },
};

async function writeAll(source: ClientExport): Promise<void> {
  const { signal } = new AbortController();
  const tenants: Tenant[] = [];
  for await (const tenant of source.allTenants(signal)) tenants.push(tenant);
  const progress = new Progress('tenants', tenants.length);
  for (const tenant of tenants) {
    for await (const line of source.linesOf(tenant, signal)) await write(`${JSON.stringify(line)}\n`);
    progress.step();
  }
  progress.end();
}

/** As fast as it is taken. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
