import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PortalPage } from './portal-page.js';

/** What a Copy button copies: its name, and the text. */
export async function assertCopied(portal: PortalPage, button: string, text: string): Promise<void> {
  const { page } = portal;
  const permissions = ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write'] as const;
  await page.browserContext().overridePermissions(new URL(page.url()).origin, [...permissions]);
  await page.bringToFront();
  await portal.press(button);
  await portal.see('Copied');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text, `${button} copies it`);
}

/** The one file that a button downloads: its name, and what is in it. */
export async function downloaded(
  portal: PortalPage,
  button: string,
): Promise<{ name: string; text: string }> {
  const downloadPath = await mkdtemp(join(tmpdir(), 'download-'));
  const session = await portal.page.createCDPSession();
  try {
    await session.send('Browser.setDownloadBehavior', {
      behavior: 'allow',
      browserContextId: portal.page.browserContext().id,
      downloadPath,
      eventsEnabled: true,
    });
    const ended = new Promise<void>((resolve) => {
      session.on('Browser.downloadProgress', ({ state }) => state === 'completed' && resolve());
    });
    await portal.press(button);
    await ended;
    const [name] = await readdir(downloadPath);
    return { name: name!, text: await readFile(join(downloadPath, name!), 'utf8') };
  } finally {
    await session.detach();
    await rm(downloadPath, { recursive: true });
  }
}
