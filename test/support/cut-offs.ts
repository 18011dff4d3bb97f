import { equals } from '../../src/aws/dynamodb/conditions.js';
import { CUT_OFFS } from '../../src/aws/dynamodb/keys.js';
import { fromStored, type Stored } from '../../src/aws/dynamodb/stored.js';
import type { Table } from '../../src/aws/dynamodb/table.js';
import type { CutOff } from '../../src/cut-offs/cut-off.js';
import { patience } from './signals.js';

/** The cut-offs that stand in the table for what a claim names. */
export async function cutOffsIn(table: Table, value: string): Promise<CutOff[]> {
  const query = { where: [equals('PK', CUT_OFFS)], limit: 1_000 };
  const { items } = await table.query<Stored<CutOff>>(query, patience());
  return items.map((item) => fromStored<CutOff>(item)).filter((one) => one.value === value);
}
