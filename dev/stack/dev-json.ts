import { StartError } from '../servers/server.js';
import type { Places } from './places.js';
import { readIfThere, writePrivately } from './private-file.js';

/** Somebody of the demo, who has signed in. */
export interface Account {
  readonly email: string;
  readonly password: string;
}

/** What the first start makes and later starts find. */
export interface Seed {
  readonly operator: Account;
  readonly demo: {
    readonly tenantId: string;
    readonly admin: Account;
    readonly clientId: string;
    /** The secret. */
    readonly credential: string;
  };
}

/** `dev.json`: all about the running stack, for scripts and tests of others. Development only: it holds secrets. */
export interface DevJson extends Seed {
  readonly url: string;
  readonly docsUrl: string;
  readonly managementUrl: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly dynamodbEndpoint: string;
  readonly cognitoEndpoint: string;
  readonly tableName: string;
  readonly userPoolId: string;
  readonly machineClientId: string;
  readonly portalUserPoolId: string;
  readonly portalClientId: string;
}

/** What the last start wrote; undefined before the first one is finished. */
export async function readDevJson({ devJson }: Places): Promise<DevJson | undefined> {
  const text = await readIfThere(devJson);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as DevJson;
  } catch (cause) {
    throw new StartError(`${devJson} is no JSON: put it back as it was, or delete the directory`, { cause });
  }
}

export function writeDevJson({ devJson }: Places, facts: DevJson): Promise<void> {
  return writePrivately(devJson, `${JSON.stringify(facts, undefined, 2)}\n`);
}
