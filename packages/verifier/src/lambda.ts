import { bearerTokenIn } from './bearer-token.js';
import type { Client } from './client.js';
import { ScopeMissing, TokenRefused } from './errors.js';
import type { Verifier } from './verifier.js';

/** REST API, authorizer of type TOKEN. */
interface TokenEvent {
  readonly type: 'TOKEN';
  readonly authorizationToken: string;
  readonly methodArn: string;
}

type Headers = Readonly<Record<string, string | undefined>> | null;

/** REST API, authorizer of type REQUEST; an HTTP API with payload format 1.0 sends the same. */
interface RequestEvent {
  readonly type: 'REQUEST';
  readonly version?: '1.0';
  readonly headers: Headers;
  readonly methodArn: string;
}

/** HTTP API, payload format 2.0, simple responses. */
interface HttpApiEvent {
  readonly type: 'REQUEST';
  readonly version: '2.0';
  readonly headers?: Headers;
  readonly routeArn: string;
}

export type AuthorizerEvent = TokenEvent | RequestEvent | HttpApiEvent;

/** What the integration finds in `$context.authorizer` (HTTP API: `$context.authorizer.lambda`). Strings, as REST APIs want it. */
export interface AuthorizerContext {
  readonly clientId: string;
  readonly tenantId: string;
  /** Separated by spaces. */
  readonly scopes: string;
  readonly sub: string;
  /** ISO 8601 */
  readonly expiresAt: string;
}

export interface PolicyAnswer {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly [
      { readonly Action: 'execute-api:Invoke'; readonly Effect: 'Allow' | 'Deny'; readonly Resource: string },
    ];
  };
  readonly context?: AuthorizerContext;
}

export type SimpleAnswer =
  { readonly isAuthorized: true; readonly context: AuthorizerContext } | { readonly isAuthorized: false };

export type Authorizer = (event: AuthorizerEvent) => Promise<PolicyAnswer | SimpleAnswer>;

/**
 * A Lambda authorizer for API Gateway: REST APIs (TOKEN and REQUEST) and HTTP APIs (payload formats 1.0 and 2.0).
 *
 * No good token is 401, a token that lacks a scope 403. An outage is an error of the function, which API Gateway answers
 * with 500: it has no 503 to say.
 */
export function createAuthorizer(verifier: Verifier): Authorizer {
  return async (event) => {
    try {
      const client = await verifier.verify(bearerTokenIn(authorizationOf(event)));
      return isSimple(event) ? { isAuthorized: true, context: contextOf(client) } : allow(event, client);
    } catch (error) {
      // API Gateway answers 401 for an error with this very message, and for nothing else.
      if (error instanceof TokenRefused) throw new Error('Unauthorized', { cause: error });
      if (error instanceof ScopeMissing) return isSimple(event) ? { isAuthorized: false } : deny(event);
      throw error;
    }
  };
}

function isSimple(event: AuthorizerEvent): event is HttpApiEvent {
  return event.type === 'REQUEST' && event.version === '2.0';
}

/** RFC 9110 §5.1: REST APIs hand on the names of headers as the caller wrote them. */
function authorizationOf(event: AuthorizerEvent): string | undefined {
  if (event.type === 'TOKEN') return event.authorizationToken;
  const found = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
  return found?.[1];
}

function allow(event: TokenEvent | RequestEvent, client: Client): PolicyAnswer {
  return { ...policy(event, 'Allow', client.clientId), context: contextOf(client) };
}

function deny(event: TokenEvent | RequestEvent): PolicyAnswer {
  return policy(event, 'Deny', 'unknown');
}

function policy({ methodArn }: TokenEvent | RequestEvent, Effect: 'Allow' | 'Deny', principalId: string) {
  const statement = { Action: 'execute-api:Invoke', Effect, Resource: stageOf(methodArn) } as const;
  return { principalId, policyDocument: { Version: '2012-10-17', Statement: [statement] } } as const;
}

/**
 * All methods of the stage: API Gateway keeps the answer for the token, and uses it for the next route as well.
 * `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`
 */
function stageOf(methodArn: string): string {
  return `${methodArn.split('/', 2).join('/')}/*`;
}

function contextOf({ clientId, tenantId, scopes, sub, expiresAt }: Client): AuthorizerContext {
  return { clientId, tenantId, scopes: scopes.join(' '), sub, expiresAt: expiresAt.toISOString() };
}
