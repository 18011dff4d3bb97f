import { resolve } from 'node:path';
import { StartError } from '../servers/server.js';

/** What `npm run dev` is told by the environment. Of a port that is not told, any free one is taken. */
export interface Settings {
  /** Absolute. */
  readonly dataDir: string;
  readonly port: number;
  readonly dynamodbPort?: number;
  readonly cognitoPort?: number;
  readonly managementPort?: number;
}

/** @throws StartError */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    dataDir: dataDirOf(env),
    port: port(env, 'PORT') ?? 3000,
    dynamodbPort: port(env, 'DYNAMODB_PORT'),
    cognitoPort: port(env, 'COGNITO_PORT'),
    managementPort: port(env, 'MANAGEMENT_PORT'),
  };
}

/** Where the stack keeps its state. */
export function dataDirOf({ DATA_DIR }: NodeJS.ProcessEnv): string {
  return resolve(DATA_DIR || '.data');
}

/** 0 is any free one, as the system has it. */
function port(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
    throw new StartError(`${name} is no port: set it to a number from 0 to 65535`);
  return Number(value);
}
