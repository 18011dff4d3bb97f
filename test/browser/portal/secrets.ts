import assert from 'node:assert/strict';
import type { Page } from 'puppeteer-core';

/** Looks wherever a page leaves things for others. @throws AssertionError when the secret is there */
export async function assertGone(page: Page, secret: string): Promise<void> {
  const places = await page.evaluate(() => ({
    html: document.documentElement.outerHTML,
    url: location.href,
    state: JSON.stringify(history.state),
    session: JSON.stringify({ ...sessionStorage }),
    local: JSON.stringify({ ...localStorage }),
    cookies: document.cookie,
    entries: JSON.stringify(performance.getEntries().map(({ name }) => name)),
  }));
  for (const [place, text] of Object.entries(places))
    assert.ok(!text.includes(secret), `the secret is in ${place}`);
}
