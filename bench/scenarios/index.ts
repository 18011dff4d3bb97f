import { coldStart } from './cold-start.js';
import { endpoints } from './endpoints.js';
import { onDynamodbLocal } from './on-dynamodb-local.js';
import { builds } from './builds.js';
import { clients } from './clients.js';
import { peers } from './peers.js';
import type { Scenario } from './scenario.js';

/** In the order they are run. */
export const SCENARIOS: readonly Scenario[] = [peers, clients, endpoints, onDynamodbLocal, coldStart];
/** Those that have to be asked for by name. */
export const OTHERS: readonly Scenario[] = [builds];
