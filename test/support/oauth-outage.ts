/** An outage as an OAuth endpoint tells it: a caller that acts on this keeps its credential, and comes again. */
export function expectOutage({
  status,
  headers,
  body,
}: {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}): void {
  expect([status, body]).toEqual([503, expect.objectContaining({ error: 'temporarily_unavailable' })]);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(headers.get('cache-control')).toBe('no-store');
}
