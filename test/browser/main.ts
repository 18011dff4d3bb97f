import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDevJson } from '../../dev/stack/dev-json.js';
import { placesIn } from '../../dev/stack/places.js';
import { runDev } from '../support/dev-process.js';
import { startChromium } from './chromium.js';
import { watch } from './complaints.js';
import { tell } from './story.js';
import { SwaggerPage } from './swagger-page.js';

/** Works Swagger UI in Chromium, against a development stack of its own. */
async function run(scratch: string): Promise<void> {
  const pictures = await mkdtemp(join(tmpdir(), 'swagger-ui-'));
  const dataDir = join(scratch, 'data');
  const browser = await startChromium(join(scratch, 'profile'));
  const stack = runDev('dev/main.ts', { DATA_DIR: dataDir, PORT: '0' });
  try {
    await stack.until('Ctrl-C stops everything');
    const dev = (await readDevJson(placesIn(dataDir)))!;
    const page = await browser.newPage();
    const complaints = watch(page, new URL(dev.url).origin);
    const photograph = async (name: string) => {
      await page.screenshot({ path: `${pictures}/${name}.png` });
    };
    await tell(new SwaggerPage(page), dev, photograph).catch(async (error: unknown) => {
      await photograph('failed');
      throw error;
    });
    assert.deepEqual(complaints(), []);
  } finally {
    console.log(`Screenshots: ${pictures}`);
    await browser.close();
    stack.signal('SIGINT');
    await stack.ended;
  }
}

const scratch = await mkdtemp(join(tmpdir(), 'browser-'));
try {
  await run(scratch);
  console.log('Swagger UI works in Chromium.');
} catch (error) {
  console.error(error instanceof assert.AssertionError ? error : (error as Error).message);
  process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
}
