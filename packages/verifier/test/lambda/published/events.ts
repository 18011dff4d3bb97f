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
 * The authorizer's events that AWS publishes with its library for Go, which has to be on the PATH: read where Go keeps the
 * module. Nothing is changed in them but the header.
 */
export function publishedEvents(): readonly (readonly [string, EventOf])[] {
  const read = readerOf(join(moduleDirectory(), 'events', 'testdata'));
  return [
    ['a REST API by its token', read('apigw-custom-auth-request.json', byToken)],
    ['a REST API by its request', read('apigw-custom-auth-request-type-request.json', byHeaders)],
    ['an HTTP API, payload 1.0', read('apigw-v2-custom-authorizer-v1-request.json', byHeaders)],
    ['an HTTP API, payload 2.0', read('apigw-v2-custom-authorizer-v2-request.json', byHeaders)],
  ];
}

/** Fetched by the first run, and held against go.sum. */
function moduleDirectory(): string {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const env = { ...process.env, GOTOOLCHAIN: 'local' };
  const told = execFileSync('go', ['mod', 'download', '-json', MODULE], { cwd, env, encoding: 'utf8' });
  return (JSON.parse(told) as { Dir: string }).Dir;
}

function readerOf(directory: string) {
  return (file: string, send: (event: PublishedEvent, authorization?: string) => object): EventOf => {
    const event = JSON.parse(readFileSync(join(directory, file), 'utf8')) as PublishedEvent;
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
