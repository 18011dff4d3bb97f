import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { UsageDto } from '../../src/admin/usage/usage.dto.js';
import { UsageRecorder } from '../../src/usage/usage-recorder.js';
import type { Api } from './api.js';

/** Has a broker store what it has counted, as it does every half minute. */
export function flushUsage({ app }: { readonly app: NestFastifyApplication }): Promise<void> {
  return app.get(UsageRecorder, { strict: false }).flush();
}

/** The usage of a client, the newest day first, as `api` may read it. */
export async function usageOf(api: Api, clientId: string): Promise<UsageDto[]> {
  const { body } = await api.get<{ items: UsageDto[] }>('/api/v1/admin/usage?limit=100');
  return body.items.filter((item) => item.clientId === clientId);
}
