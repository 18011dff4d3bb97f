import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { KnownSecrets } from './known-secrets.js';
import { documentedOperations, nameOf, type Operation } from './operations.js';

/** What was sent. */
interface Answer {
  readonly status: number;
  /** Its media type. */
  readonly type: string | undefined;
  /** Of a problem. */
  readonly code: string | undefined;
}

interface Watched {
  /** What it has answered so far that its OpenAPI document does not tell of, a line each. */
  undocumented(): string[];
  /** The bodies of all answers that were errors. */
  refusals(): string;
}

/** As the broker makes them. */
const CREDENTIAL = /bab_\w+/g;

/** Listens to every answer of the broker, and learns the credentials that it gives away. */
export function watchAnswers(app: NestFastifyApplication, secrets: KnownSecrets): Watched {
  const operations = documentedOperations().map((one) => ({ ...one, pattern: patternOf(one) }));
  const undocumented = new Set<string>();
  const refusals: string[] = [];
  // Before the broker sees it: some answers are made at once.
  app.getHttpServer().prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const typeOf = listenForType(response);
    const textOf = listenForText(response);
    response.on('finish', () => {
      const answer = { status: response.statusCode, type: typeOf(), code: codeOf(typeOf(), textOf()) };
      if (answer.status >= 400) refusals.push(textOf());
      else secrets.add('credential', ...(textOf().match(CREDENTIAL) ?? []));
      const operation = operations.find(
        ({ method, pattern }) =>
          method === request.method && pattern.test((request.url ?? '').split('?')[0]!),
      );
      if (operation && !tells(operation, answer))
        undocumented.add(`${nameOf(operation)} ${answer.status} ${answer.type} ${answer.code}`);
    });
  });
  return { undocumented: () => [...undocumented], refusals: () => refusals.join('\n') };
}

function patternOf({ path }: Operation): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/%]+').replaceAll('.', '\\.')}$`);
}

function tells({ responses }: Operation, { status, type, code }: Answer): boolean {
  const documented = responses[status];
  if (documented === undefined) return false;
  const types = Object.keys(documented.content ?? {});
  const ofType = type === undefined ? types.length === 0 : types.includes(type);
  return ofType && (code === undefined || documented.description.includes(`\`${code}\``));
}

/** The `code` of a problem; undefined: it is none. */
function codeOf(type: string | undefined, text: string): string | undefined {
  if (text === '' || type !== 'application/problem+json') return undefined;
  return (JSON.parse(text) as { code: string }).code;
}

/** @returns once it was sent: its body, if that is text */
function listenForText(response: ServerResponse): () => string {
  let text = '';
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.end = (...args: unknown[]) => {
    if (typeof args[0] === 'string') text = args[0];
    return end(...args);
  };
  return () => text;
}

/** @returns once it was sent: its media type. Node forgets headers that come with the status line. */
function listenForType(response: ServerResponse): () => string | undefined {
  let sent: Record<string, unknown> = {};
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    sent = { ...response.getHeaders(), ...(args.at(-1) as object) };
    return writeHead(...args);
  };
  return () => (sent['content-type'] as string | undefined)?.split(';')[0];
}
