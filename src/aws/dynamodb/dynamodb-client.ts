import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Millis } from '../../common/clock.js';
import { Connections } from '../connections.js';

export interface DynamodbOptions extends Pick<DynamoDBClientConfig, 'region' | 'endpoint' | 'credentials'> {
  /** How long one try may take; the table is made with more patience than it is used. */
  readonly tryTimeout?: Millis;
}

/** How long one try may take where nothing else is said. */
const TRY_TIMEOUT: Millis = 250;
const SOCKETS = { keepAlive: true, maxSockets: 100 };

/** A client that tries twice. Where DynamoDB is, the SDK's own settings say. */
export function makeDynamodbClient({
  tryTimeout = TRY_TIMEOUT,
  ...options
}: DynamodbOptions): DynamoDBClient {
  const client = new DynamoDBClient({
    ...options,
    maxAttempts: 2,
    retryMode: 'standard',
    requestHandler: new Connections(tryTimeout, {
      httpAgent: new HttpAgent(SOCKETS),
      httpsAgent: new HttpsAgent(SOCKETS),
    }),
  });
  // It copies all input and output, whether or not there is a log to write them to.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/** The same client, taking plain values; absent ones are left out. */
export function makeDocumentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
