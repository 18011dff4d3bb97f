import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { tracer } from '../tracing/tracer.js';
import { operationOf } from './cognito/cognito-limiter.js';
import { labelOf } from './error-label.js';

type Client = CognitoIdentityProviderClient | KMSClient | DynamoDBDocumentClient;

/**
 * Makes a span of a call. It tells the operation and what an error is called: what is asked, what is answered, and an error's
 * text may hold secrets.
 */
export function inSpan<T>(service: string, operation: string, call: () => Promise<T>): Promise<T> {
  const attributes = { 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': operation };
  const span = tracer().startSpan(`${service}.${operation}`, { kind: SpanKind.CLIENT, attributes });
  return context
    .with(trace.setSpan(context.active(), span), call)
    .catch((error: unknown) => {
      span.setAttribute('error.type', labelOf(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    })
    .finally(() => span.end());
}

/** Makes a span of each call from now on, and sends the trace's context with it. */
export function traceCalls(client: Client, service: string): void {
  // All clients' stacks take what is of no one's input.
  const stack = client.middlewareStack as KMSClient['middlewareStack'];
  stack.add((next, told) => (args) => inSpan(service, operationOf(told), () => next(args)), {
    name: 'traceCalls',
    step: 'initialize',
    priority: 'high',
  });
  stack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      propagation.inject(context.active(), headers);
      return next(args);
    },
    { name: 'passTraceOn', step: 'build' },
  );
}
