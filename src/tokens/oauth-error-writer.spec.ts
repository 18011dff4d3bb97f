import { DependencyThrottled, DependencyUnavailable } from '../common/errors/dependency-errors.js';
import { ProblemWriter } from '../common/http/problem-writer.js';
import { oauthErrorWriters } from './oauth-error-writer.js';

describe('Retry-After of an outage', () => {
  const writers = [...oauthErrorWriters('test'), new ProblemWriter()];
  const told = (error: Error) =>
    writers
      .map((writer) => writer.write(error, 'request-1'))
      .map(({ status, headers }) => [status, headers['retry-after']]);

  it('is what the dependency is worth waiting for, where that is known', () => {
    const throttled = new DependencyThrottled('pool', 'sign in', { retryAfter: 17 });
    expect(told(throttled)).toEqual(writers.map(() => [503, '17']));
  });

  it('is a second, where it is not', () => {
    expect(told(new DependencyUnavailable('table', 'read'))).toEqual(writers.map(() => [503, '1']));
  });
});
