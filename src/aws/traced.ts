import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A client whose calls are traced where that is switched on; OpenTelemetry is loaded only then. */
export async function traced<T extends CognitoIdentityProviderClient | KMSClient | DynamoDBDocumentClient>(
  client: T,
  service: string,
  isTraced: boolean,
): Promise<T> {
  if (isTraced) (await import('./trace-calls.js')).traceCalls(client, service);
  return client;
}
