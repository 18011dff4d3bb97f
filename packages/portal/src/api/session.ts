import { bodyOf } from './answer.js';
import { publicApi } from './public-api.js';
import { isProblem } from './problem.js';
import type { SignedIn } from './types.js';

/** Of this tab, and of one that is made or opened again from it. The access token is kept nowhere but in memory. */
const KEY = 'b2b-auth-broker.refresh-token';

/** `lapsed`: it ended while a page was open, and goes on once the same person has signed in again. */
export type SessionState = 'none' | 'open' | 'lapsed';

/** The sign-in of this tab. */
class Session {
  private accessToken: string | undefined;
  private refreshing: Promise<string> | undefined;
  private waiting: ((token: string) => void)[] = [];
  private readonly listeners = new Set<() => void>();
  private current: SessionState = sessionStorage.getItem(KEY) === null ? 'none' : 'open';

  get state(): SessionState {
    return this.current;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Somebody has signed in, or the same person again: what waited for it goes on. */
  begin({ accessToken, refreshToken }: SignedIn): void {
    this.accessToken = accessToken;
    sessionStorage.setItem(KEY, refreshToken);
    this.become('open');
    this.waiting.splice(0).forEach((goOn) => goOn(accessToken));
  }

  /**
   * An access token to try.
   * @param refused one that was refused: another is wanted
   * @throws Problem, Unreachable while none can be had
   */
  token(refused?: string): Promise<string> {
    if (this.accessToken !== undefined && this.accessToken !== refused)
      return Promise.resolve(this.accessToken);
    this.refreshing ??= this.refresh().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  /** Ends the sign-in on the server, and forgets all of it by loading the page anew. */
  async end(): Promise<void> {
    const refreshToken = sessionStorage.getItem(KEY);
    if (refreshToken !== null)
      await bodyOf(publicApi.POST('/api/v1/auth/logout', { body: { refreshToken } }));
    this.leave();
  }

  /** The same, for a sign-in that the server has ended already. */
  leave(): void {
    sessionStorage.removeItem(KEY);
    location.assign('/portal');
  }

  private async refresh(): Promise<string> {
    const refreshToken = sessionStorage.getItem(KEY);
    if (refreshToken === null) return this.lapse();
    try {
      const body = await bodyOf(publicApi.POST('/api/v1/auth/refresh', { body: { refreshToken } }));
      this.accessToken = body.accessToken;
      return body.accessToken;
    } catch (error) {
      if (!isProblem(error, 'invalid_token') && !isProblem(error, 'sign_in_refused')) throw error;
      sessionStorage.removeItem(KEY);
      return this.lapse();
    }
  }

  /** On a page just loaded nothing is lost by signing in first. */
  private lapse(): Promise<string> {
    this.become(this.accessToken === undefined ? 'none' : 'lapsed');
    return new Promise((goOn) => this.waiting.push(goOn));
  }

  private become(state: SessionState): void {
    this.current = state;
    this.listeners.forEach((listener) => listener());
  }
}

export const session = new Session();
