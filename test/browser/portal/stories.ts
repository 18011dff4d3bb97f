import assert from 'node:assert/strict';
import type { BrowserContext } from 'puppeteer-core';
import { watch } from '../complaints.js';
import type { Stage } from '../main.js';
import { adminStory } from './admin-story.js';
import { endings } from './endings.js';
import { colours, look } from './look.js';
import { mishaps } from './mishaps.js';
import { operatorStory } from './operator-story.js';
import { PortalPage } from './portal-page.js';
import { registrationModes } from './registration-modes.js';
import { signInStory } from './sign-in-story.js';

type Hand = 'mouse' | 'keyboard';

/** A story of the portal, with a window of its own. */
export interface Scene extends Stage {
  readonly portal: PortalPage;
  /** Another window, with nobody signed in. */
  readonly open: (path?: string, hand?: Hand) => Promise<PortalPage>;
  /** Another window of the same browser. */
  readonly openBeside: (portal: PortalPage, path: string) => Promise<PortalPage>;
  readonly look: (portal: PortalPage, name: string) => Promise<void>;
}

type Story = (scene: Scene) => Promise<void>;

/** Where the network is cut off, or something before the broker answers. */
const CUT_OFF = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_RESET)$|status of 503/;
/** Where a proxy finds no broker. */
const NO_BROKER = /status of 502/;
const NEVER = /(?!)/;

/** Each with what else the browser may complain of in it. */
const STORIES: readonly (readonly [name: string, story: Story, isExpected?: RegExp])[] = [
  ['from the application to the revocation', adminStory],
  ['signing in', signInStory],
  ['an operator’s day', operatorStory, NO_BROKER],
  ['credentials that end', endings],
  ['who may apply', registrationModes],
  ['what goes wrong', mishaps, CUT_OFF],
];

/**
 * The browser reports each refusal of the API. When the window gets narrow, Cloudscape folds the navigation away with the
 * link in it that was followed. Where a page is left while it loads, its requests end; what is downloaded counts as one.
 */
const ALWAYS =
  /Failed to load resource: .* status of 4\d\d|Blocked aria-hidden on an element|^failed: .* net::ERR_ABORTED$/;

export async function tellPortal(stage: Stage): Promise<void> {
  for (const [name, story, isExpected = NEVER] of STORIES) {
    const began = performance.now();
    await tell(stage, story, isExpected);
    console.log(`  ${name}: ${Math.round((performance.now() - began) / 1000)} s`);
  }
}

async function tell(stage: Stage, story: Story, isExpected: RegExp): Promise<void> {
  const contexts: BrowserContext[] = [];
  const complaints: (() => readonly string[])[] = [];
  const open = async (path = '/portal', hand?: Hand) => {
    const context = await stage.browser.createBrowserContext();
    contexts.push(context);
    return openIn(context, path, hand);
  };
  const openIn = async (context: BrowserContext, path: string, hand: Hand = 'mouse') => {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    complaints.push(
      watch(page, new URL(stage.dev.url).origin, (one) => ALWAYS.test(one) || isExpected.test(one)),
    );
    await colours(page, 'light');
    await page.goto(`${stage.dev.url}${path}`);
    return new PortalPage(page, hand);
  };
  const scene: Scene = {
    ...stage,
    open,
    openBeside: ({ page }, path) => openIn(page.browserContext(), path),
    portal: await open(),
    look: (portal, name) => look(portal.page, stage.pictures, name),
  };
  await story(scene).catch(async (error: unknown) => {
    for (const [index, page] of (await stage.browser.pages()).entries())
      await page.screenshot({ path: `${stage.pictures}/failed-${index}.png` }).catch(() => undefined);
    throw error;
  });
  assert.deepEqual(
    complaints.flatMap((of) => of()),
    [],
  );
  for (const context of contexts) await context.close();
}
