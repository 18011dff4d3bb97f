import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Operation, operationsOf } from './operations.js';

/**
 * Listens to every answer of the broker.
 * @returns what it has answered so far that its OpenAPI document does not tell of, a line each
 */
export function watchAnswers(app: NestFastifyApplication): () => string[] {
  const operations = operationsOf(app);
  const undocumented = new Set<string>();
  app.getHttpServer().on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.on('finish', () => {
      const operation = operations.find((one) => isOf(one, request));
      if (operation && !tells(operation, response)) undocumented.add(line(operation, response));
    });
  });
  return () => [...undocumented];
}

function isOf({ method, path }: Operation, { method: asked, url = '' }: IncomingMessage): boolean {
  const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/%]+').replaceAll('.', '\\.')}$`);
  return method === asked && pattern.test(url.split('?')[0]!);
}

function tells({ answers }: Operation, response: ServerResponse): boolean {
  const types = answers[response.statusCode];
  const type = typeOf(response);
  return types !== undefined && (type === undefined ? types.length === 0 : types.includes(type));
}

function line({ method, path }: Operation, response: ServerResponse): string {
  return `${method} ${path} ${response.statusCode} ${typeOf(response)}`;
}

function typeOf(response: ServerResponse): string | undefined {
  return response.getHeader('content-type')?.toString().split(';')[0];
}
