import type { Millis } from '../common/clock.js';
import type { Sealed } from '../sealing/sealed.js';

/** Which request a record is of: two that differ in any of these have nothing to do with each other. */
export interface IdempotencyId {
  /** The `sub` of the person. */
  readonly principal: string;
  /** Method, path and a hash of the key. */
  readonly request: string;
}

/** What is kept of a creating request that carried a key. */
export interface IdempotencyRecord extends IdempotencyId {
  /** SHA-256 of the canonical body. */
  readonly bodyHash: string;
  /** Until then whoever stored the record is at it; 0 when nobody is. */
  readonly lockedUntil: Millis;
  /** What was reserved or, once it is made, the answer. */
  readonly sealed: Sealed;
  /** From then on it is as good as gone; DynamoDB deletes it later. */
  readonly expiresAt: Millis;
  /** Another with every write. */
  readonly revision: string;
}

/** Where the records are kept. Every method may throw {@link DependencyError} and ends when `signal` aborts. */
export abstract class IdempotencyStore {
  /** Strongly consistent; also one that has expired and is not deleted yet. */
  abstract find(id: IdempotencyId, signal: AbortSignal): Promise<IdempotencyRecord | undefined>;

  /**
   * Stores `record` in place of `before`, the one that was read; undefined: there was none.
   * @returns false when another has been stored meanwhile; nothing is changed then
   */
  abstract save(
    record: IdempotencyRecord,
    before: IdempotencyRecord | undefined,
    signal: AbortSignal,
  ): Promise<boolean>;

  /** Removes `record` unless another has been stored meanwhile. */
  abstract remove(record: IdempotencyRecord, signal: AbortSignal): Promise<void>;
}
