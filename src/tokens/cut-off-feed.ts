import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, type Millis, SECOND, toEpochSeconds } from '../common/clock.js';
import type { CutOff } from '../cut-offs/cut-off.js';
import { CutOffReader } from '../cut-offs/cut-off-reader.js';
import { liveCutOffs } from '../metrics/token-metrics.js';

/** All live cut-offs as they are published. */
export interface CutOffDocument {
  /** JSON. */
  readonly body: string;
  /** A strong entity tag (RFC 9110 §8.8.3): the same set has the same one on every replica. */
  readonly etag: string;
}

/** As old as an answer may be: a cut-off is seen on every replica within a second. */
const MAX_AGE = SECOND;
const READ_DEADLINE = 2 * SECOND;

/** The revocation feed: read at most once a second, however many ask. */
@Injectable()
export class CutOffFeed {
  private latest: { readonly since: Millis; readonly document: Promise<CutOffDocument> } | undefined;

  constructor(
    private readonly cutOffs: CutOffReader,
    private readonly clock: Clock,
  ) {}

  /** @throws DependencyError; never an older set in its place: whoever asks has kept that one */
  current(): Promise<CutOffDocument> {
    const now = this.clock.now();
    // Counted from the start of the read: what was published before that is in it, and no more is certain.
    const age = now - (this.latest?.since ?? -Infinity);
    if (this.latest === undefined || age < 0 || age >= MAX_AGE)
      this.latest = { since: now, document: this.read(now) };
    return this.latest.document;
  }

  private async read(now: Millis): Promise<CutOffDocument> {
    const signal = AbortSignal.timeout(READ_DEADLINE);
    const cutOffs = await this.cutOffs.live(toEpochSeconds(now), signal);
    liveCutOffs.set(cutOffs.length);
    const body = JSON.stringify({ revocations: cutOffs.map(published) });
    return { body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
  }
}

function published({ claim, value, iatUpTo, exp }: CutOff): CutOff {
  return { claim, value, iatUpTo, exp };
}
