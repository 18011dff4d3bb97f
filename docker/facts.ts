import { join } from 'node:path';
import process from 'node:process';
import type { DevJson, Seed } from '../dev/stack/dev-json.js';
import { required } from './environment.js';

/** All that others may want to know of the stack, with addresses as this machine reaches them. */
export function describe({ operator, demo }: Seed): DevJson {
  process.loadEnvFile(join(required('SETTINGS_DIR'), '.env'));
  return {
    url: required('PUBLIC_URL'),
    docsUrl: `${required('PUBLIC_URL')}/docs`,
    managementUrl: required('MANAGEMENT_URL'),
    operator,
    demo,
    region: required('AWS_REGION'),
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    dynamodbEndpoint: required('DYNAMODB_URL'),
    cognitoEndpoint: required('COGNITO_URL'),
    tableName: required('TABLE_NAME'),
    userPoolId: required('USER_POOL_ID'),
    machineClientId: required('MACHINE_CLIENT_ID'),
    portalUserPoolId: required('PORTAL_USER_POOL_ID'),
    portalClientId: required('PORTAL_CLIENT_ID'),
  };
}
