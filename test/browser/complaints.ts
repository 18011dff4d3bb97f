import type { Page } from 'puppeteer-core';

/**
 * Listens to a page before it loads.
 * @param isExpected which of them belong to the story
 * @returns what was wrong so far: errors on its console, exceptions, violations of the content security policy (the
 * console has them too), requests to any host but `origin`'s
 */
export function watch(
  page: Page,
  origin: string,
  isExpected: (complaint: string) => boolean = () => false,
): () => readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn')
      complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${String(error)}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.origin !== origin)
      complaints.push(`request to ${url.href}`);
  });
  page.on('requestfailed', (request) =>
    complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`),
  );
  return () => complaints.filter((one) => !isExpected(one));
}
