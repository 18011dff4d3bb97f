import type { Effort } from '../load/rounds.js';
import type { Table } from '../report/table.js';

/** Something to find out. Starts what it measures, and stops it. */
export interface Scenario {
  readonly name: string;
  run(effort: Effort): Promise<Table>;
}

/** As many keep-alive connections as all peers get. */
export const CONNECTIONS = 32;
