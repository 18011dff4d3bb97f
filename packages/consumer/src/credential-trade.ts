import { abortable } from './abortable.js';
import { isCredential } from './credential.js';
import { CredentialMissing, InvalidGrant } from './errors.js';
import type { Settings } from './options.js';
import { Retries } from './retries.js';
import { timeLimit } from './time-limit.js';
import { requestToken, type TokenAnswer } from './token-request.js';

/** A refused credential is not sent again for so long: it does not get better, and the broker counts. Milliseconds. */
const REFUSAL_PAUSE = 10_000;
/** A secret store that does not answer must not hold up all who want a token, for ever. Milliseconds. */
const LOAD_TIMEOUT = 10_000;

/** Trades the credential for tokens. */
export class CredentialTrade {
  private readonly retries: Retries;
  private refused: { readonly credential: string; readonly until: number } | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly now: () => number,
    private readonly loadTimeout = LOAD_TIMEOUT,
  ) {
    this.retries = new Retries(now);
  }

  /**
   * Loads the credential and trades it. One that is refused is loaded once more: it may have been rotated meanwhile.
   * @throws CredentialMissing, InvalidGrant, RequestRefused, TokenUnavailable
   * @throws what loading the credential throws, and a `TimeoutError` where that takes too long
   * @throws the reason of `signal`
   */
  async token(signal: AbortSignal): Promise<TokenAnswer> {
    const credential = await this.load(signal);
    try {
      return await this.trade(credential, signal);
    } catch (error) {
      if (!(error instanceof InvalidGrant)) throw error;
      const loaded = await this.load(signal);
      if (loaded === credential) throw error;
      return this.trade(loaded, signal);
    }
  }

  private async load(deserted: AbortSignal): Promise<string> {
    const signal = AbortSignal.any([deserted, timeLimit(this.loadTimeout)]);
    const loaded = await abortable(Promise.resolve(this.settings.loadCredential({ signal })), signal);
    if (!isCredential(loaded)) throw new CredentialMissing();
    return loaded;
  }

  private async trade(credential: string, signal: AbortSignal): Promise<TokenAnswer> {
    if (this.refused?.credential === credential && this.now() < this.refused.until) throw new InvalidGrant();
    try {
      return await this.retries.run(() => requestToken(this.settings, credential, signal), signal);
    } catch (error) {
      if (error instanceof InvalidGrant) this.refused = { credential, until: this.now() + REFUSAL_PAUSE };
      throw error;
    }
  }
}
