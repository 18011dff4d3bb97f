import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { nameOf, type Operation, operationsOf } from './operations.js';

/**
 * Listens to every answer of the broker.
 * @returns what it has answered so far that its OpenAPI document does not tell of, a line each
 */
export function watchAnswers(app: NestFastifyApplication): () => string[] {
  const operations = operationsOf(app);
  const undocumented = new Set<string>();
  app.getHttpServer().on('request', (request: IncomingMessage, response: ServerResponse) => {
    const code = listenForCode(response);
    response.on('finish', () => {
      const operation = operations.find((one) => isOf(one, request));
      if (operation && !tells(operation, response, code()))
        undocumented.add(`${nameOf(operation)} ${response.statusCode} ${typeOf(response)} ${code()}`);
    });
  });
  return () => [...undocumented];
}

function isOf({ method, path }: Operation, { method: asked, url = '' }: IncomingMessage): boolean {
  const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/%]+').replaceAll('.', '\\.')}$`);
  return method === asked && pattern.test(url.split('?')[0]!);
}

function tells({ responses }: Operation, response: ServerResponse, code: string | undefined): boolean {
  const documented = responses[response.statusCode];
  if (documented === undefined) return false;
  const types = Object.keys(documented.content ?? {});
  const type = typeOf(response);
  const ofType = type === undefined ? types.length === 0 : types.includes(type);
  return ofType && (code === undefined || documented.description.includes(`\`${code}\``));
}

/** @returns once it was sent: the `code` of a problem; undefined: it is none */
function listenForCode(response: ServerResponse): () => string | undefined {
  let text = '';
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.end = (...args: unknown[]) => {
    if (typeof args[0] === 'string') text = args[0];
    return end(...args);
  };
  return () => {
    if (text === '' || typeOf(response) !== 'application/problem+json') return undefined;
    return (JSON.parse(text) as { code: string }).code;
  };
}

function typeOf(response: ServerResponse): string | undefined {
  return response.getHeader('content-type')?.toString().split(';')[0];
}
