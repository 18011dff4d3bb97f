import type { DevJson, Seed } from './dev-json.js';
import type { BrokerEnvironment } from './environment.js';

/** All that others may want to know of a stack with this broker. */
export function describe(env: BrokerEnvironment, { operator, demo }: Seed): DevJson {
  return {
    url: env.PUBLIC_URL,
    docsUrl: `${env.PUBLIC_URL}/docs`,
    managementUrl: `http://localhost:${env.MANAGEMENT_PORT}`,
    operator,
    demo,
    region: env.AWS_REGION,
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    dynamodbEndpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
    cognitoEndpoint: env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER,
    tableName: env.TABLE_NAME,
    userPoolId: env.USER_POOL_ID,
    machineClientId: env.MACHINE_CLIENT_ID,
    portalUserPoolId: env.PORTAL_USER_POOL_ID,
    portalClientId: env.PORTAL_CLIENT_ID,
  };
}
