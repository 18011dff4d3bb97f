import assert from 'node:assert/strict';
import { type Page, PredefinedNetworkConditions } from 'puppeteer-core';
import { answerInstead, loseAnswer } from './answers.js';
import { operatorApi } from './operator-api.js';
import { PortalPage } from './portal-page.js';
import type { Scene } from './stories.js';

/** A sign-in that ends, two tabs, no network, a slow one: nothing that was typed is lost. */
export async function mishaps(scene: Scene): Promise<void> {
  const { portal, dev } = scene;
  await slowly(scene);
  await portal.signIn(dev.operator);
  await portal.find('Applications', 'heading');
  await lapse(scene);
  await changedMeanwhile(scene);
  await twoTabs(scene);
  await cutOff(scene);
  await unreadList(scene);
}

const demoClient = ({ dev }: Scene) => `${dev.url}/portal/clients/${dev.demo.clientId}`;

async function slowly({ open, dev }: Scene): Promise<void> {
  const portal = await open('/health/live');
  await portal.page.emulateNetworkConditions(PredefinedNetworkConditions['Fast 3G']);
  const logins: string[] = [];
  portal.page.on('request', (request) => {
    if (request.url().endsWith('/auth/login')) logins.push(request.url());
  });
  await portal.page.goto(`${dev.url}/portal`, { timeout: 30_000 });
  await portal.type('E-mail address', dev.operator.email);
  await portal.typePassword('Password', dev.operator.password);
  await portal.page.keyboard.press('Enter');
  await portal.page.keyboard.press('Enter');
  await portal.find('Applications', 'heading');
  assert.equal(logins.length, 1, 'whoever is impatient sends nothing twice');
}

/** Ended on the server, in the middle of a form. */
async function lapse(scene: Scene): Promise<void> {
  const { portal, dev, look } = scene;
  await portal.page.goto(`${demoClient(scene)}/edit`);
  await portal.type('Description – optional', 'Typed before it ended');
  const refreshToken = await portal.page.evaluate(() => Object.values({ ...sessionStorage })[0] as string);
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ refreshToken });
  assert.equal((await fetch(`${dev.url}/api/v1/auth/logout`, { method: 'POST', headers, body })).status, 204);
  await portal.press('Save');
  await portal.see('Your session has ended');
  await look(portal, 'session-ended');
  await portal.page.keyboard.press('Escape');
  await portal.see('Leave the page only if');
  assert.ok(await asksBeforeUnload(portal.page), 'what waits to be saved is not left unasked');
  await portal.typePassword('Password', dev.operator.password);
  await portal.press('Sign in');
  await portal.see('is saved');
  await portal.see('Typed before it ended');
}

function asksBeforeUnload(page: Page): Promise<boolean> {
  return page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
}

/** What was changed before a form is opened is no reason to refuse it. */
async function changedMeanwhile({ portal, dev }: Scene): Promise<void> {
  const ask = await operatorApi(dev);
  await portal.find('Disable');
  for (const change of ['disable', 'enable']) await ask('POST', `/clients/${dev.demo.clientId}/${change}`);
  await portal.press('Edit', 'link');
  await portal.type('Name', 'Renamed once');
  await portal.press('Save');
  await portal.see('Renamed once is saved');

  await portal.page.goto(`${dev.url}/portal/tenants/${dev.demo.tenantId}`);
  await portal.find('Suspend');
  for (const change of ['suspend', 'resume'])
    await ask('POST', `/admin/tenants/${dev.demo.tenantId}/${change}`);
  await portal.press('Edit');
  await portal.type('Name', 'Renamed twice');
  await portal.press('Save');
  await portal.see('Renamed twice is saved');
}

/** Two windows of one person change the same client. */
async function twoTabs(scene: Scene): Promise<void> {
  const { portal, dev, look } = scene;
  const other = await scene.openBeside(portal, `/portal/clients/${dev.demo.clientId}/edit`);
  await other.signIn(dev.operator);
  await other.find('Save');
  await portal.page.bringToFront();
  await portal.page.goto(`${demoClient(scene)}/edit`);
  await portal.type('Description – optional', 'Said by the first');
  await portal.press('Save');
  await portal.see('is saved');
  await other.page.bringToFront();
  await other.type('Name', 'Named by the second');
  await other.press('Save');
  await other.see('Changed by someone else');
  await look(other, 'changed-by-someone-else');
  await other.press('Reload');
  await other.see('with your own changes on top');
  assert.equal(await other.valueOf('Name'), 'Named by the second');
  assert.equal(await other.valueOf('Description – optional'), 'Said by the first');
  await other.press('Save');
  await other.see('Named by the second is saved');
  await sameTenant(scene, other);
  await other.page.close();
  await portal.page.bringToFront();
}

/** The same, with the tenant. */
async function sameTenant({ portal, dev, look }: Scene, other: PortalPage): Promise<void> {
  const tenant = `${dev.url}/portal/tenants/${dev.demo.tenantId}`;
  await other.page.goto(tenant);
  await other.press('Edit');
  await other.type('Name', 'Called so by the second');
  await portal.page.bringToFront();
  await portal.page.goto(tenant);
  await portal.press('Edit');
  await portal.type('Allowed scopes', 'said:by-the-first ');
  await portal.press('Save');
  await portal.see('is saved');
  await other.page.bringToFront();
  await other.press('Save');
  await other.see('Changed by someone else');
  await look(other, 'tenant-changed-by-someone-else');
  await other.press('Reload');
  await other.see('with your own changes on top');
  assert.equal(await other.valueOf('Name'), 'Called so by the second');
  await other.press('Save');
  await other.see('Called so by the second is saved');
  await other.see('said:by-the-first');
}

/** Nothing can be reached in the middle of a form; and then, what makes something is done and its answer is lost. */
async function cutOff({ portal, dev, look }: Scene): Promise<void> {
  await portal.page.goto(`${dev.url}/portal/clients/${dev.demo.clientId}/issue`);
  await portal.type('Label', 'after the outage');
  await portal.page.setOfflineMode(true);
  await portal.press('Issue credential');
  await portal.see('The broker cannot be reached');
  await look(portal, 'unreachable');
  await portal.press('Cancel', 'link');
  await portal.see('Leave before the credential is shown?');
  await portal.press('Stay');
  assert.equal(await portal.valueOf('Label'), 'after the outage');
  await portal.page.setOfflineMode(false);

  const { lost } = await loseAnswer(portal.page, '*/credentials');
  await portal.press('Issue credential');
  await lost;
  await portal.see('The broker cannot be reached');
  // Typed again: a press so soon after the last one would count as the same.
  await portal.type('Label', 'after the outage');
  await portal.press('Issue credential');
  await portal.see('This is the only time that it is shown');
  await portal.press('Copy');
  await portal.see('Copied');
  await portal.press('Done', 'link');
  await portal.see('after the outage');
  const text = await portal.page.evaluate(() => document.body.innerText);
  assert.equal(text.split('after the outage').length, 2, 'one was made, and not two');
}

/** A list that cannot be read, until it can. */
async function unreadList({ portal, look }: Scene): Promise<void> {
  const restore = await answerInstead(portal.page, '*/api/v1/audit-events*', 503);
  await portal.press('Activity', 'link');
  await portal.find('Try again');
  await look(portal, 'list-unread');
  await restore();
  await portal.press('Try again');
  await portal.see('User signed in');
}
