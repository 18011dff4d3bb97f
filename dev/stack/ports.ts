import { takePort } from '../servers/port.js';
import type { DevJson } from './dev-json.js';
import type { Settings } from './settings.js';

export interface Ports {
  readonly broker: number;
  readonly dynamodb: number;
  readonly cognito: number;
  readonly management: number;
}

/** @throws StartError when one that is asked for is in use */
export async function choosePorts(settings: Settings, last: DevJson | undefined): Promise<Ports> {
  return {
    broker: await takePort('the broker (PORT)', settings.port),
    dynamodb: await choose('DynamoDB Local (DYNAMODB_PORT)', settings.dynamodbPort, last?.dynamodbEndpoint),
    cognito: await choose('cognito-local (COGNITO_PORT)', settings.cognitoPort, last?.cognitoEndpoint),
    management: await choose('metrics (MANAGEMENT_PORT)', settings.managementPort, last?.managementUrl),
  };
}

/**
 * The port asked for; else the one of last time, if it is free: tokens name their issuer with its port, and outlive a
 * short stop.
 */
function choose(name: string, wanted: number | undefined, last: string | undefined): Promise<number> {
  if (wanted !== undefined || last === undefined) return takePort(name, wanted);
  return takePort(name, Number(new URL(last).port)).catch(() => takePort(name));
}
