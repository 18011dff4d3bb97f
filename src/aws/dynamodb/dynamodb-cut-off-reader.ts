import type { CutOff } from '../../cut-offs/cut-off.js';
import { CutOffReader } from '../../cut-offs/cut-off-reader.js';
import type { EpochSeconds } from '../../common/clock.js';
import { above, equals } from './conditions.js';
import { CUT_OFFS, byTime, idAfterTime } from './keys.js';
import { type Stored, fromStored } from './stored.js';
import type { Table } from './table.js';

export class DynamodbCutOffReader extends CutOffReader {
  constructor(private readonly table: Table) {
    super();
  }

  async live(now: EpochSeconds, signal: AbortSignal): Promise<CutOff[]> {
    const where = [equals('PK', CUT_OFFS), above('SK', byTime(now, ''))];
    const items = await this.table.queryAll<Stored<CutOff>>({ where }, signal);
    return items.sort(byPublication).map((item) => fromStored<CutOff>(item));
  }
}

/** Ids are ULIDs of the time of publication. */
function byPublication(a: Stored<CutOff>, b: Stored<CutOff>): number {
  return idAfterTime(a) < idAfterTime(b) ? -1 : 1;
}
