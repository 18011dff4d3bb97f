import { CannotUnwrap } from './key-provider.js';
import type { KeyRing } from './key-ring.js';
import { CannotUnseal, joinSealed, type Sealed, splitSealed } from './sealed.js';
import type { SealedRecord, SealedRecords } from './sealed-records.js';
import type { SealingContext } from './sealing-context.js';

/** What came of one sealed value. */
export type Outcome = 'moved' | 'there' | 'damaged';

/**
 * Moves what is stored from the previous master key to the one in use, value by value, while brokers go on that have both.
 * A data key is wrapped anew, what it seals stays as it is. Can be cut short at any point, and begun again.
 */
export class KeyMove {
  constructor(
    private readonly keys: KeyRing,
    private readonly records: SealedRecords,
  ) {}

  /**
   * @param isDry nothing is written
   * @param told is called for each value
   * @throws DependencyError
   */
  async moveAll(
    owner: string,
    isDry: boolean,
    told: (outcome: Outcome, record: SealedRecord) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let left = await this.records.of(owner, signal);
    while (left.length > 0) {
      const changed: SealedRecord[] = [];
      for (const record of left) {
        const outcome = await this.move(record, isDry, signal);
        if (outcome === undefined) changed.push(record);
        else told(outcome, record);
      }
      left = changed.length === 0 ? [] : await this.again(owner, changed, signal);
    }
  }

  /** @returns undefined: it was replaced by others meanwhile */
  private async move(
    record: SealedRecord,
    isDry: boolean,
    signal: AbortSignal,
  ): Promise<Outcome | undefined> {
    try {
      const sealed = await this.reseal(record.sealed, record.context, signal);
      if (sealed === undefined) return 'there';
      return isDry || (await this.records.replace(record, sealed, signal)) ? 'moved' : undefined;
    } catch (error) {
      if (error instanceof CannotUnseal || error instanceof CannotUnwrap) return 'damaged';
      throw error;
    }
  }

  private async reseal(
    sealed: Sealed,
    context: SealingContext,
    signal: AbortSignal,
  ): Promise<Sealed | undefined> {
    const { wrapped, content } = splitSealed(sealed);
    const rewrapped = await this.keys.rewrap(wrapped, context, signal);
    return rewrapped && joinSealed({ wrapped: rewrapped, content });
  }

  /** As they are now; those that are gone need no moving. */
  private async again(
    owner: string,
    changed: readonly SealedRecord[],
    signal: AbortSignal,
  ): Promise<SealedRecord[]> {
    const places = new Set(changed.map(({ place }) => nameOf(place)));
    return (await this.records.of(owner, signal)).filter(({ place }) => places.has(nameOf(place)));
  }
}

/** Names a value in a report. */
export function nameOf({ PK, SK, attribute }: SealedRecord['place']): string {
  return `${PK} ${SK} ${attribute}`;
}
