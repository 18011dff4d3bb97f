import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../../common/clock.js';
import { DependencyUnavailable } from '../../common/errors/dependency-errors.js';
import type { PersonAccess } from '../ports/people-pool.js';
import type { User } from '../users/user.js';

/** Where access tokens of one sign-in come from. */
export interface TokenSource<T extends PersonAccess> {
  /** Has another one issued. */
  readonly again: () => Promise<T>;
  /** Whose they are, read anew; throws where the sign-in is no longer good. */
  readonly holder: () => Promise<User>;
}

/**
 * `first`, or one issued later: nobody is handed a token that the guard would refuse. For the moment that two clocks may
 * differ by, a sign-out counts tokens issued after it as well; one that it does not count is waited for. The holder is
 * read after each token, so that no sign-out is outrun that comes while Cognito is asked.
 * @throws DependencyUnavailable when `signal` aborts first
 */
export async function goodAccess<T extends PersonAccess>(
  first: T,
  { again, holder }: TokenSource<T>,
  signal: AbortSignal,
): Promise<T> {
  for (let token = first; ; token = await again()) {
    const { notBefore = 0 } = await holder();
    if (token.issuedAt > notBefore) return token;
    await seconds(notBefore + 1 - token.issuedAt, signal);
  }
}

async function seconds(count: number, signal: AbortSignal): Promise<void> {
  await pause(count * SECOND, undefined, { signal }).catch((cause: unknown) => {
    throw new DependencyUnavailable('pool', 'wait for a younger access token', { cause });
  });
}
