import type { JsonObject } from './json-object.js';

/** One member of the broker's feed: tokens whose `claim` equals `value`, issued no later than `iatUpTo` where that is given. */
interface CutOff {
  readonly claim: string;
  readonly value: string;
  /** Seconds since 1970. */
  readonly iatUpTo?: number;
}

/** The cut-offs that were in force when the feed was read, by claim and value. */
export class CutOffs {
  private readonly upTo = new Map<string, Map<unknown, number>>();

  private constructor(cutOffs: readonly CutOff[]) {
    for (const { claim, value, iatUpTo = Infinity } of cutOffs) {
      const values = this.upTo.get(claim) ?? new Map<unknown, number>();
      values.set(value, Math.max(values.get(value) ?? -Infinity, iatUpTo));
      this.upTo.set(claim, values);
    }
  }

  static readonly none = new CutOffs([]);

  /** @throws TypeError for what is not a feed: none of it is believed */
  static parse(document: unknown): CutOffs {
    const { revocations } = document as { revocations?: unknown };
    if (!Array.isArray(revocations) || !revocations.every(isCutOff)) throw new TypeError('not a feed');
    return new CutOffs(revocations);
  }

  /** @param payload the claims of a token, with an `iat` */
  mean(payload: JsonObject): boolean {
    const iat = payload['iat'] as number;
    for (const [claim, values] of this.upTo)
      if (iat <= (values.get(payload[claim]) ?? -Infinity)) return true;
    return false;
  }
}

function isCutOff(value: unknown): value is CutOff {
  const { claim, value: wanted, iatUpTo } = (value ?? {}) as Record<string, unknown>;
  const bounded = iatUpTo === undefined || typeof iatUpTo === 'number';
  return typeof claim === 'string' && typeof wanted === 'string' && bounded;
}
