import type { CredentialTrade } from './credential-trade.js';
import { Flight } from './flight.js';
import type { GetTokenOptions, TokenSource } from './token-source.js';

/** A token is used no longer than so long before its end: it has a way to go, and clocks differ. Milliseconds, as the next. */
const MARGIN = 10_000;
/** A renewal that failed, or gave the same token, is not tried again for so long, while there is a token. */
const PAUSE = 5_000;
/** The share of a token's life after which the next one is fetched behind the answer. */
const RENEW_AFTER = 0.75;

interface Kept {
  readonly token: string;
  readonly goodUntil: number;
  readonly renewFrom: number;
  /** It was asked for in its own place, and came back: until then there is no other. */
  readonly onlyOneUntil: number;
}

/** Keeps a token until shortly before its end, and fetches the next one ahead. */
export class KeptTokenSource implements TokenSource {
  private kept: Kept | undefined;
  private inFlight: Flight<string> | undefined;
  private failedAt = -Infinity;

  constructor(
    private readonly trade: CredentialTrade,
    private readonly now: () => number,
  ) {}

  async getToken({ signal, insteadOf }: GetTokenOptions = {}): Promise<string> {
    signal?.throwIfAborted();
    const { kept } = this;
    if (kept === undefined || this.now() >= kept.goodUntil || this.isUnwanted(kept, insteadOf))
      return this.renew(signal);
    this.renewAhead(kept);
    return kept.token;
  }

  private isUnwanted({ token, onlyOneUntil }: Kept, insteadOf: string | undefined): boolean {
    return token === insteadOf && this.now() >= onlyOneUntil;
  }

  /** Nobody waits for it, and nobody is told of its failure: the next one who needs it is. */
  private renewAhead({ renewFrom }: Kept): void {
    if (this.now() < renewFrom || this.now() - this.failedAt < PAUSE) return;
    this.renew().catch(() => (this.failedAt = this.now()));
  }

  private renew(signal?: AbortSignal): Promise<string> {
    if (this.inFlight === undefined || this.inFlight.isOver)
      this.inFlight = new Flight((deserted) => this.fetch(deserted));
    return this.inFlight.join(signal);
  }

  /** The token's life is counted from the question on. */
  private async fetch(signal: AbortSignal): Promise<string> {
    const asked = this.now();
    const { token, expiresIn } = await this.trade.token(signal);
    const life = expiresIn * 1_000;
    const onlyOneUntil = token === this.kept?.token ? this.now() + PAUSE : -Infinity;
    this.kept = {
      ...{ token, onlyOneUntil },
      ...{ goodUntil: asked + life - MARGIN, renewFrom: asked + life * RENEW_AFTER },
    };
    return token;
  }
}
