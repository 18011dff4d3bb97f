import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { AuthorizerEvent } from '../../../src/lambda.js';

const MODULE = 'github.com/aws/aws-lambda-go';

interface PublishedEvent {
  readonly headers?: object;
  readonly multiValueHeaders?: object;
}

/** Makes an event whose caller has sent this header, or none. */
export type EventOf = (authorization?: string) => AuthorizerEvent;

/**
 * The authorizer's events that AWS publishes with its library for Go: read where Go keeps the module. Nothing is changed in
 * them but the header.
 */
export const PUBLISHED_EVENTS: readonly (readonly [string, (moduleDirectory: string) => EventOf])[] = [
  ['a REST API by its token', reader('apigw-custom-auth-request.json', byToken)],
  ['a REST API by its request', reader('apigw-custom-auth-request-type-request.json', byHeaders)],
  ['an HTTP API, payload 1.0', reader('apigw-v2-custom-authorizer-v1-request.json', byHeaders)],
  ['an HTTP API, payload 2.0', reader('apigw-v2-custom-authorizer-v2-request.json', byHeaders)],
];

/** Where it is: fetched by the first run, and held against go.sum. Go has to be on the PATH. */
export function moduleDirectory(): string {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const env = { ...process.env, GOTOOLCHAIN: 'local' };
  const told = execFileSync('go', ['mod', 'download', '-json', MODULE], { cwd, env, encoding: 'utf8' });
  return (JSON.parse(told) as { Dir: string }).Dir;
}

function reader(file: string, send: (event: PublishedEvent, authorization?: string) => object) {
  return (directory: string): EventOf => {
    const text = readFileSync(join(directory, 'events', 'testdata', file), 'utf8');
    const event = JSON.parse(text) as PublishedEvent;
    return (authorization) => send(event, authorization) as AuthorizerEvent;
  };
}

function byToken(event: PublishedEvent, authorization = ''): object {
  return { ...event, authorizationToken: authorization };
}

function byHeaders(event: PublishedEvent, authorization?: string): object {
  if (authorization === undefined) return event;
  const { multiValueHeaders, headers } = event;
  return {
    ...event,
    headers: { ...headers, Authorization: authorization },
    ...(multiValueHeaders && { multiValueHeaders: { ...multiValueHeaders, Authorization: [authorization] } }),
  };
}
