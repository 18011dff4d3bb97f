import assert from 'node:assert/strict';
import { temporaryPassword } from '../../../dev/stack/outbox.js';
import { assertCopied, downloaded } from './keepsakes.js';
import { LANGUAGES, runSnippet } from './snippets.js';
import { assertGone } from './secrets.js';
import type { PortalPage } from './portal-page.js';
import type { Scene } from './stories.js';
import { upkeep } from './upkeep.js';

const ANA = { name: 'Ana Lima', email: 'ana@acme.example', password: 'Correct-Horse-Battery-Staple-1' };

/** A partner applies, is approved, and runs a client until its credential is revoked. Hers is the keyboard alone. */
export async function adminStory(scene: Scene): Promise<void> {
  await apply(scene);
  await approve(scene);
  const ana = await firstSignIn(scene);
  await createClient(scene, ana);
  const old = await issue(scene, ana);
  const next = await rotate(scene, ana, old);
  await lookAround(scene, ana);
  await finish(scene, ana, { old, next });
  await upkeep(scene, ana, next);
  await signOut(scene, ana);
}

async function apply({ open, look }: Scene): Promise<void> {
  const anybody = await open('/portal/apply', 'keyboard');
  await anybody.type('Organisation', 'Acme Logistics');
  await anybody.type('Your name', ANA.name);
  await anybody.type('Your e-mail address', 'no address');
  await anybody.type('First API client', 'Warehouse sync');
  await anybody.press('Apply');
  await anybody.see('Something is not valid');
  await look(anybody, 'apply-refused');
  await anybody.type('Your e-mail address', ANA.email);
  await anybody.press('Apply');
  await anybody.see('Your application has arrived');
  await look(anybody, 'applied');
}

async function approve({ open, look, dev }: Scene): Promise<void> {
  const operator = await open('/portal', 'keyboard');
  await operator.signIn(dev.operator);
  await operator.see('Acme Logistics');
  await look(operator, 'applications');
  await operator.press('Approve Acme Logistics');
  await operator.type('Allowed scopes', 'orders:read orders:write ');
  await look(operator, 'approve');
  await operator.press('Approve');
  await operator.see('Acme Logistics is approved');
}

async function firstSignIn({ open, look, places }: Scene): Promise<PortalPage> {
  const ana = await open('/portal/people', 'keyboard');
  await ana.find('Sign in');
  await look(ana, 'sign-in');
  await ana.signIn({ ...ANA, password: await temporaryPassword(places, ANA.email) });
  await ana.find('Set password');
  await look(ana, 'new-password');
  await ana.typePassword('New password', 'short');
  await ana.press('Set password');
  await ana.see('It needs 12 characters at least');
  await ana.typePassword('New password', ANA.password);
  await ana.press('Set password');
  await ana.find('People', 'heading');
  assert.match(ana.page.url(), /\/portal\/people$/, 'back to where one was');
  return ana;
}

async function createClient({ look }: Scene, ana: PortalPage): Promise<void> {
  await ana.press('API clients', 'link');
  await ana.see('Warehouse sync');
  await ana.press('Create API client', 'link');
  await ana.type('Name', 'Order import');
  await ana.type('Scopes', 'orders:read,');
  await ana.type('Allowed addresses', '127.0.0.0/8 ::1/128 ');
  await look(ana, 'create-client');
  await ana.press('Create API client');
  await ana.see('Order import is created');
  await ana.see('Active');
}

async function issue(scene: Scene, ana: PortalPage): Promise<string> {
  const { look } = scene;
  await ana.press('Issue credential', 'link');
  await ana.type('Label', 'production');
  await ana.see('Issue a credential for Order import');
  await notShown(ana, 'Order import is created');
  await look(ana, 'issue');
  await ana.press('Issue credential');
  const secret = await secretOn(ana);
  await look(ana, 'issued');
  await ana.press('Done', 'link');
  await ana.see('Leave without the credential?');
  await look(ana, 'leave');
  await ana.press('Stay');
  await runSnippets(ana, secret);
  await keep(scene, ana, secret);
  await ana.press('Done', 'link');
  await ana.see('production (…');
  await assertGone(ana.page, secret);
  await look(ana, 'client');
  await ana.press('Copy the client ID');
  await assertCopied(ana.page, ana.page.url().split('/').at(-1)!);
  await ana.press('API clients', 'link');
  await look(ana, 'clients');
  await ana.press('Order import', 'link');
  return secret;
}

async function notShown({ page }: PortalPage, text: string): Promise<void> {
  assert.ok(!(await page.evaluate(() => document.body.innerText)).includes(text), `“${text}” is still shown`);
}

async function secretOn({ page }: PortalPage): Promise<string> {
  const shown = await page.waitForSelector('[data-secret]');
  return String(await (await shown!.getProperty('textContent')).jsonValue());
}

/** Each as it is shown. */
async function runSnippets(ana: PortalPage, secret: string): Promise<void> {
  for (const language of LANGUAGES) {
    if (language !== LANGUAGES[0]) await ana.openTab(language);
    const code = await ana.page.waitForSelector(`[aria-label="${language} code"]`, { visible: true });
    const lines = await code!.$$eval('tr td:last-child', (cells) => cells.map((cell) => cell.textContent));
    const text = lines.map((line) => line.replace(/\n$/, '')).join('\n');
    await ana.press(`Copy the ${language} code`);
    await assertCopied(ana.page, text);
    await runSnippet(language, text, secret);
  }
}

/** What is copied and what is downloaded is what a backend needs. */
async function keep({ dev, browser }: Scene, ana: PortalPage, secret: string): Promise<void> {
  await ana.press('Copy');
  await assertCopied(ana.page, secret);
  const { name, text } = await downloaded(browser, ana.page, () => ana.press('Download as .env'));
  const clientId = name.replace(/\.env$/, '');
  assert.equal(text, `TOKEN_URL=${dev.url}/oauth/token\nCLIENT_ID=${clientId}\nCREDENTIAL=${secret}\n`);
  assert.ok(ana.page.url().includes(`/${clientId}/`), 'it is named after the client');
}

async function rotate({ look, dev }: Scene, ana: PortalPage, old: string): Promise<string> {
  await ana.press(`Rotate production (…${old.slice(-4)})`, 'link');
  await ana.find('Issue the new credential');
  await ana.see('Rotate a credential of Order import');
  await ana.type('Last day – optional', '2099');
  await ana.see('Type the whole day');
  await ana.type('Last day – optional', '20991231');
  await look(ana, 'rotate-begin');
  await ana.press('Issue the new credential');
  const next = await secretOn(ana);
  await look(ana, 'rotate-hand-over');
  assert.deepEqual([await tokenStatus(dev.url, old), await tokenStatus(dev.url, next)], [200, 200]);
  await ana.press('Continue', 'link');
  await ana.see('You have neither copied nor downloaded it');
  await ana.press('Stay');
  await ana.press('Download as .env');
  await ana.press('Continue', 'link');
  await ana.see('In use');
  await assertGone(ana.page, next);
  await ana.page.goBack();
  await ana.press('Revoke the old one');
  await ana.press('Cancel');
  await assertGone(ana.page, next);
  await look(ana, 'rotate-watch');
  return next;
}

async function lookAround({ look }: Scene, ana: PortalPage): Promise<void> {
  const watch = ana.page.url();
  await ana.press('Activity', 'link');
  await ana.see('Credential rotated');
  await look(ana, 'activity');
  const rows = await ana.page.$$eval('tbody', (bodies) => bodies.map((body) => body.innerText).join());
  assert.match(rows, /User invited\s+Ana Lima/);
  assert.match(rows, /\d:\d\d:\d\d/, 'to the second');
  await ana.choose('All API clients', 'Order import');
  await ana.page.waitForFunction(() => /[?&]clientId=[^&]/.test(location.search));
  await ana.press('People', 'link');
  await ana.see(ANA.email);
  await look(ana, 'people');
  await ana.page.goto(watch);
}

async function finish(
  { look, dev }: Scene,
  ana: PortalPage,
  { old, next }: { old: string; next: string },
): Promise<void> {
  // Uses are stored every half minute, and looked at every ten seconds.
  await ana.see('The new one is used', { within: 120_000 });
  const watch = ana.page.url();
  await ana.press('Usage', 'link');
  await ana.seeOnceReloaded('Order import', { within: 120_000 });
  await look(ana, 'usage');
  await ana.page.goto(watch);
  await ana.press('Revoke the old one');
  await look(ana, 'revoke');
  await ana.press('Revoke');
  await ana.see('The rotation is finished');
  await look(ana, 'rotate-finished');
  assert.deepEqual([await tokenStatus(dev.url, old), await tokenStatus(dev.url, next)], [400, 200]);
  await ana.press('Done', 'link');
  await ana.press(`production (…${old.slice(-4)})`, 'link');
  await ana.see('Time line');
  await look(ana, 'credential');
}

async function tokenStatus(url: string, credential: string): Promise<number> {
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: credential });
  return (await fetch(`${url}/oauth/token`, { method: 'POST', body })).status;
}

async function signOut({ dev }: Scene, ana: PortalPage): Promise<void> {
  const refreshToken = await ana.page.evaluate(() => Object.values({ ...sessionStorage })[0] as string);
  await ana.take(`Account of ${ANA.name}`, 'Sign out');
  await ana.find('Sign in');
  assert.equal(await ana.page.evaluate(() => sessionStorage.length), 0);
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ refreshToken });
  const refreshed = await fetch(`${dev.url}/api/v1/auth/refresh`, { method: 'POST', headers, body });
  assert.equal(refreshed.status, 401);
}
