import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page, Viewport } from 'puppeteer-core';

const WIDE = { width: 1400, height: 1000 };
const NARROW = { width: 390, height: 844 };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Looks at a page as it stands, wide and narrow, light and dark: pictures, WCAG 2.2 AA, nothing beyond the edge. */
export async function look(page: Page, pictures: string, name: string): Promise<void> {
  await resize(page, WIDE);
  await inspect(page, `${name}, wide`);
  await page.screenshot({ path: `${pictures}/${name}-wide.png` });
  await colours(page, 'dark');
  await inspect(page, `${name}, dark`);
  await page.screenshot({ path: `${pictures}/${name}-dark.png` });
  await colours(page, 'light');
  await resize(page, NARROW);
  await inspect(page, `${name}, narrow`);
  assert.ok(await fits(page), `${name} is wider than the window`);
  await page.screenshot({ path: `${pictures}/${name}-narrow.png` });
  await resize(page, WIDE);
}

/** Until the page is laid out anew, and what that changes is drawn. */
async function resize(page: Page, viewport: Viewport): Promise<void> {
  await page.setViewport(viewport);
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
}

/** Without motion, so that nothing is looked at half-way from the one to the other. */
export function colours(page: Page, value: 'light' | 'dark'): Promise<void> {
  return page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
}

function fits(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
}

async function inspect(page: Page, where: string): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (values) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: { type: 'tag', values },
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
  }, TAGS);
  assert.deepEqual(found, [], where);
}
