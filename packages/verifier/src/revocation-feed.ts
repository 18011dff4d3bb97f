import { setTimeout as sleep } from 'node:timers/promises';
import { isLongAgo } from './age.js';
import type { Millis } from './claims.js';
import { CutOffs } from './cut-offs.js';
import { RevocationsUnavailable, TokenRevoked, type Unavailable } from './errors.js';
import type { JsonObject } from './json-object.js';
import { timeLimit } from './time-limit.js';

const INTERVAL = 2_000;
/** So that the replicas of an API do not ask in step. */
const JITTER = 0.2;
const FETCH_TIMEOUT = 2_000;
/** Nobody asked for so long: the process was frozen, as Lambda does it between two requests. */
const ASLEEP = 2 * INTERVAL + FETCH_TIMEOUT;

export interface FeedPolicy {
  /** As old as the feed may be. */
  readonly maxAge: Millis;
  /** What becomes of tokens when it is older. */
  readonly whenStale: 'allow' | 'deny';
  /** Is told when it cannot be read, and again when it is too old. */
  readonly report: (problem: Unavailable) => void;
}

/** Follows the broker's `GET /oauth/revocations`: every answer takes the place of the one before. */
export class RevocationFeed {
  private cutOffs = CutOffs.none;
  private etag: string | undefined;
  private answered = false;
  private readAt: Millis = -Infinity;
  private askedAt: Millis = -Infinity;
  private inFlight: Promise<void> | undefined;
  /** Since it was read last. */
  private reported: RevocationsUnavailable | undefined;
  private readonly stopped = new AbortController();
  private readonly first: Promise<void>;

  /** Starts to follow. No timer keeps the process alive. */
  constructor(
    private readonly url: string,
    private readonly policy: FeedPolicy,
    private readonly now: () => Millis,
    private readonly interval: Millis = INTERVAL,
  ) {
    this.first = this.read();
    void this.follow();
  }

  /** When what was read first is there, or could not be had. */
  ready(): Promise<void> {
    return this.first;
  }

  stop(): void {
    this.stopped.abort();
  }

  /** Has the first answer still to come, or was the process frozen since it last asked? */
  isBehind(): boolean {
    return !this.answered || this.hasSlept();
  }

  /** When it was asked lately, whatever came of it. */
  async catchUp(): Promise<void> {
    await this.first;
    // Twice at most: a question that was under way when the process was frozen has gone stale with it.
    while (this.hasSlept()) await this.read();
  }

  /**
   * @throws TokenRevoked
   * @throws RevocationsUnavailable when the feed is too old and the policy is to deny
   */
  check(payload: JsonObject): void {
    if (this.cutOffs.mean(payload)) throw new TokenRevoked();
    if (this.policy.whenStale === 'deny' && this.isStale()) throw this.unavailable();
  }

  private isStale(): boolean {
    return isLongAgo(this.readAt, this.policy.maxAge, this.now());
  }

  private unavailable(cause?: unknown): RevocationsUnavailable {
    return new RevocationsUnavailable((this.now() - this.readAt) / 1_000, this.isStale(), cause);
  }

  private hasSlept(): boolean {
    return isLongAgo(this.askedAt, ASLEEP, this.now());
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopped;
    await this.first;
    while (!signal.aborted) {
      const pause = this.interval * (1 - JITTER + 2 * JITTER * Math.random());
      await sleep(pause, undefined, { signal, ref: false }).then(
        () => this.read(),
        () => undefined,
      );
    }
  }

  private read(): Promise<void> {
    return (this.inFlight ??= this.tryFetch().finally(() => (this.inFlight = undefined)));
  }

  /** A failure leaves what was read before as it is. */
  private async tryFetch(): Promise<void> {
    this.askedAt = this.now();
    try {
      await this.fetch();
      // Counted from the question: what was published before that is in the answer, and no more is certain.
      this.readAt = this.askedAt;
      this.reported = undefined;
    } catch (error) {
      this.tell(error);
    } finally {
      this.answered = true;
    }
  }

  /** Once when it begins, and once when it has gone on for longer than allowed: an outage is no flood of reports. */
  private tell(cause: unknown): void {
    // Stopped, or frozen over it: that says nothing about the broker.
    if (this.stopped.signal.aborted || this.hasSlept()) return;
    const problem = this.unavailable(cause);
    if (this.reported !== undefined && (this.reported.stale || !problem.stale)) return;
    this.reported = problem;
    this.policy.report(problem);
  }

  private async fetch(): Promise<void> {
    const signal = AbortSignal.any([this.stopped.signal, timeLimit(FETCH_TIMEOUT)]);
    const headers = new Headers(this.etag === undefined ? [] : [['if-none-match', this.etag]]);
    const response = await fetch(this.url, { headers, signal, redirect: 'error' });
    if (response.status === 304 && this.etag !== undefined) return;
    if (response.status !== 200) throw new Error(`the feed is answered ${response.status}`);
    this.cutOffs = CutOffs.parse(await response.json());
    this.etag = response.headers.get('etag') ?? undefined;
  }
}
