import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { type DevJson, readDevJson } from '../../dev/stack/dev-json.js';
import { type Places, placesIn } from '../../dev/stack/places.js';
import { runDev } from '../support/dev-process.js';
import { startChromium } from './chromium.js';
import { tellPortal } from './portal/stories.js';
import { tellSwagger } from './swagger-story.js';

/** Screenshots; git ignores it. */
const PICTURES = resolve('test/browser/screenshots');

/** What every story has. */
export interface Stage {
  readonly browser: Browser;
  readonly dev: DevJson;
  readonly places: Places;
  readonly pictures: string;
}

/** Works Swagger UI and the portal in Chromium, against a development stack of their own. */
async function run(scratch: string): Promise<void> {
  await rm(PICTURES, { recursive: true, force: true });
  await mkdir(PICTURES, { recursive: true });
  const places = placesIn(join(scratch, 'data'));
  const browser = await startChromium(join(scratch, 'profile'));
  const stack = runDev('dev/main.ts', { DATA_DIR: join(scratch, 'data'), PORT: '0' });
  try {
    await stack.until('Ctrl-C stops everything');
    const stage = { browser, dev: (await readDevJson(places))!, places, pictures: PICTURES };
    await tellSwagger(stage);
    console.log('Swagger UI works in Chromium.');
    await tellPortal(stage);
    console.log('The portal works in Chromium.');
  } finally {
    console.log(`Screenshots: ${PICTURES}`);
    await browser.close();
    stack.signal('SIGINT');
    await stack.ended;
  }
}

const scratch = await mkdtemp(join(tmpdir(), 'browser-'));
try {
  await run(scratch);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
}
