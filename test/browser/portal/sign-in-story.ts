import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { confirmationCode } from '../../../dev/stack/outbox.js';
import { totp } from '../../support/totp.js';
import { assertCopied } from './keepsakes.js';
import type { PortalPage } from './portal-page.js';
import type { Scene } from './stories.js';

/** Milliseconds for which an app shows the same. */
const CODE_LIFE = 30_000;

/** Bytes at most that the page takes until one can sign in, compressed. */
const WEIGHT = 300_000;

/** All ways in: with a code of an app, by keyboard alone; with a forgotten password. */
export async function signInStory(scene: Scene): Promise<void> {
  await weigh(scene);
  const secret = await enrol(scene);
  await signInWithCode(scene, secret);
  await forget(scene);
}

async function weigh({ portal }: Scene): Promise<void> {
  await portal.find('Sign in');
  await portal.page.waitForNetworkIdle();
  const parts = await portal.page.evaluate(() =>
    performance
      .getEntries()
      .flatMap((entry) => (entry instanceof PerformanceResourceTiming ? entry.encodedBodySize : [])),
  );
  const bytes = parts.reduce((sum, part) => sum + part, 0);
  console.log(`  the page to sign in: ${bytes} bytes in ${parts.length} parts`);
  assert.ok(bytes < WEIGHT, `the page to sign in takes ${bytes} bytes`);
}

/** @returns the secret of the app */
async function enrol({ open, look, dev }: Scene): Promise<string> {
  const portal = await open('/portal', 'keyboard');
  await portal.signIn(dev.demo.admin);
  await portal.see('API clients');
  await portal.page.goto(`${dev.url}/portal/profile`);
  await portal.press('Switch on');
  await portal.page.waitForSelector('canvas[role="img"]');
  await look(portal, 'second-factor');
  const key = await portal.page.waitForFunction(
    () => /Or type this key:\s*([A-Z2-7]{16,})/.exec(document.body.innerText)?.[1],
  );
  const secret = String(await key.jsonValue());
  await portal.press('Copy the key');
  await assertCopied(portal.page, secret);
  await portal.type('2. Code', await codeToType(secret));
  await portal.press('Switch on');
  await portal.see('The second factor is on');
  await look(portal, 'profile');
  assert.ok(!(await portal.page.content()).includes(secret), 'the key is shown while it is needed');
  return secret;
}

async function signInWithCode({ open, look, dev }: Scene, secret: string): Promise<void> {
  const portal = await open('/portal', 'keyboard');
  await portal.signIn(dev.demo.admin);
  await portal.find('Continue');
  await look(portal, 'code');
  await answer(portal, secret);
}

async function answer(portal: PortalPage, secret: string): Promise<void> {
  await portal.type('Code', (await codeToType(secret)).replace(/^.../, '$& '));
  await portal.press('Continue');
  await portal.see('Demo backend');
}

/** One that still holds when it has been typed and sent. */
async function codeToType(secret: string): Promise<string> {
  const left = CODE_LIFE - (Date.now() % CODE_LIFE);
  if (left < 5_000) await sleep(left);
  return totp(secret);
}

async function forget(scene: Scene): Promise<void> {
  const { open, look, dev, places } = scene;
  const portal = await open();
  await portal.signIn({ ...dev.demo.admin, password: 'not-the-password' });
  await portal.see('Sign-in refused');
  await look(portal, 'sign-in-refused');
  await portal.press('Forgotten your password?', 'link');
  await portal.find('Send a code');
  await look(portal, 'forgotten-password');
  await portal.type('E-mail address', dev.demo.admin.email);
  await portal.press('Send a code');
  await portal.find('Set password');
  await look(portal, 'reset-password');
  const password = 'Another-Horse-Battery-Staple-2';
  await portal.type('Code', await confirmationCode(places, dev.demo.admin.email));
  await portal.typePassword('New password', password);
  await portal.press('Set password');
  await portal.see('Your new password is set');
  await portal.press('Back to sign-in', 'link');
  await portal.signIn({ ...dev.demo.admin, password });
  // The password was taken; the code of this half minute has been used already.
  await portal.find('Continue');
}
