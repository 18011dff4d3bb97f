import assert from 'node:assert/strict';
import { type Ask, operatorApi } from './operator-api.js';
import type { PortalPage } from './portal-page.js';
import type { Scene } from './stories.js';

interface Credential {
  readonly credentialId: string;
  readonly expiresAt: string;
}

const DAY = 86_400_000;

/** Credentials that end otherwise than was meant when they were issued. */
export async function endings(scene: Scene): Promise<void> {
  const { portal, dev } = scene;
  await portal.signIn(dev.operator);
  await portal.find('Applications', 'heading');
  const ask = await operatorApi(dev);
  await successorRevoked(scene, ask);
  await retired(scene, ask);
}

const pathOf = ({ dev }: Scene, id = '') => `/clients/${dev.demo.clientId}/credentials${id && `/${id}`}`;

/** It expires before its grace period is over; then it is revoked, before it expires. */
async function successorRevoked(scene: Scene, ask: Ask): Promise<void> {
  const { portal, dev, look } = scene;
  const body = { label: 'short-lived', expiresAt: new Date(Date.now() + DAY).toISOString() };
  const old = await ask<Credential>('POST', pathOf(scene), body);
  const { credentialId } = old;
  const rotation = { graceSeconds: (30 * DAY) / 1_000 };
  const next = await ask<Credential>('POST', `${pathOf(scene, credentialId)}/rotate`, rotation);
  await ask('DELETE', pathOf(scene, next.credentialId));
  await portal.page.goto(`${dev.url}/portal${pathOf(scene, credentialId)}/rotate`);
  await portal.see('The new one does not work');
  await portal.see(`ends by itself on ${await shown(portal, old.expiresAt)}`);
  await look(portal, 'rotate-broken');

  await portal.page.goto(`${dev.url}/portal${pathOf(scene, credentialId)}`);
  await portal.see('Replaced by');
  assert.deepEqual(await moments(portal), ['Issued', 'Replaced by', 'Expires']);
  await ask('DELETE', pathOf(scene, credentialId));
  await portal.page.reload();
  await portal.see('Replaced by');
  assert.deepEqual(await moments(portal), ['Issued', 'Replaced by', 'Revoked']);
}

/** Replaced with no grace at all: what it would have expired on is told nowhere. */
async function retired(scene: Scene, ask: Ask): Promise<void> {
  const { portal, dev } = scene;
  const body = { label: 'meant to stay', expiresAt: '2099-06-15T12:00:00.000Z' };
  const { credentialId } = await ask<Credential>('POST', pathOf(scene), body);
  await ask('POST', `${pathOf(scene, credentialId)}/rotate`, { graceSeconds: 0, expiresAt: body.expiresAt });
  await portal.page.goto(`${dev.url}/portal${pathOf(scene, credentialId)}`);
  await portal.see('Replaced by');
  assert.deepEqual(await moments(portal), ['Issued', 'Replaced by', 'Ended, as it was replaced']);
}

/** As the page words it, in its own language and place. */
function shown({ page }: PortalPage, at: string): Promise<string> {
  return page.evaluate((time) => {
    const words = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
    return words.format(new Date(time));
  }, at);
}

/** Of the time line, without what they name. */
async function moments({ page }: PortalPage): Promise<string[]> {
  const line = await page.waitForSelector('::-p-aria([name="Time line"][role="list"])');
  const text = await line!.evaluate((list) => (list as unknown as { innerText: string }).innerText);
  return text
    .split('\n')
    .flatMap((one) => /^(Issued|Replaced by|Ended.*|Ends.*|Expire[sd]|Revoked)/.exec(one)?.[1] ?? []);
}
