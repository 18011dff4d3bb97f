import type { Answer, ProblemAnswer } from './api.js';

/** An outage as the portal tells it. */
export function expectProblemOutage({ status, headers, body }: Answer<ProblemAnswer>): void {
  expect([status, body]).toEqual([
    503,
    expect.objectContaining({ status: 503, code: 'temporarily_unavailable' }),
  ]);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(headers.get('content-type')).toContain('application/problem+json');
}
