import { cognitoCalls } from './cognito-calls.js';
import { coldStart } from './cold-start.js';
import { endpoints } from './endpoints.js';
import { onDynamodbLocal } from './on-dynamodb-local.js';
import { builds } from './builds.js';
import { clients } from './clients.js';
import { halfLoad } from './half-load.js';
import { busyPeers, peers } from './peers.js';
import { start } from './start.js';
import type { Scenario } from './scenario.js';

/** In the order they are run. */
export const SCENARIOS: readonly Scenario[] = [
  peers,
  busyPeers,
  halfLoad,
  clients,
  endpoints,
  start,
  onDynamodbLocal,
  cognitoCalls,
  coldStart,
];
/** Those that have to be asked for by name. */
export const OTHERS: readonly Scenario[] = [builds];
