import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page, Viewport } from 'puppeteer-core';

const WIDE = { width: 1400, height: 1000 };
const NARROW = { width: 390, height: 844 };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Looks at a page as it stands, wide and narrow, light and dark: pictures, WCAG 2.2 AA, nothing beyond the edge. */
export async function look(page: Page, pictures: string, name: string): Promise<void> {
  await stretch(page, WIDE);
  await inspect(page, `${name}, wide`);
  await page.screenshot({ path: `${pictures}/${name}-wide.png` });
  await colours(page, 'dark');
  await inspect(page, `${name}, dark`);
  await page.screenshot({ path: `${pictures}/${name}-dark.png` });
  await colours(page, 'light');
  await stretch(page, NARROW);
  await inspect(page, `${name}, narrow`);
  assert.ok(await fits(page), `${name} does not fit into the window`);
  await page.screenshot({ path: `${pictures}/${name}-narrow.png` });
  await resize(page, WIDE);
}

/** At least so high, and as high as the page. Beyond the window nothing is laid out as it is when one gets there. */
async function stretch(page: Page, { width, height }: Viewport): Promise<void> {
  await resize(page, { width, height });
  const all = await page.evaluate(() => document.documentElement.scrollHeight);
  if (all > height) await resize(page, { width, height: all });
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

/** Whether neither the page nor anything in it that can be pressed goes beyond the edge. Tabs may: they can be moved. */
function fits(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const beyond = [...document.querySelectorAll('a[href], button:not([role="tab"])')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((one) => one.getBoundingClientRect().right > clientWidth);
    return scrollWidth <= clientWidth && beyond.length === 0;
  });
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
