import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';

/**
 * Waits for what was copied to be on the clipboard. The window needs leave to tell it, and to be the one in front.
 * @throws AssertionError when it is something else in the end
 */
export async function assertCopied(page: Page, text: string): Promise<void> {
  const { origin } = new URL(page.url());
  await page.browserContext().overridePermissions(origin, ['clipboard-read', 'clipboard-sanitized-write']);
  await page.bringToFront();
  await page
    .waitForFunction(
      async (wanted) => (await navigator.clipboard.readText()) === wanted,
      { polling: 100 },
      text,
    )
    .catch(async () => assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text));
}

/** The file that a press downloads. */
export async function downloaded(
  browser: Browser,
  page: Page,
  press: () => Promise<void>,
): Promise<{ name: string; text: string }> {
  const downloadPath = await mkdtemp(join(tmpdir(), 'download-'));
  const session = await browser.target().createCDPSession();
  try {
    await session.send('Browser.setDownloadBehavior', {
      behavior: 'allowAndName',
      browserContextId: page.browserContext().id,
      downloadPath,
      eventsEnabled: true,
    });
    const begun = new Promise<{ guid: string; suggestedFilename: string }>((resolve) =>
      session.once('Browser.downloadWillBegin', resolve),
    );
    const ended = new Promise<void>((resolve) =>
      session.on('Browser.downloadProgress', ({ state }) => state === 'completed' && resolve()),
    );
    await press();
    const { guid, suggestedFilename } = await begun;
    await ended;
    return { name: suggestedFilename, text: await readFile(join(downloadPath, guid), 'utf8') };
  } finally {
    await session.detach();
    await rm(downloadPath, { recursive: true });
  }
}
