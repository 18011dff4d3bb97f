import assert from 'node:assert/strict';
import type { DevJson } from '../../../dev/stack/dev-json.js';
import type { PortalPage } from './portal-page.js';
import type { Scene } from './stories.js';

/**
 * The page to apply, by who decides. The broker of this run has one mode: of the others the page is told in an answer that
 * is its own but for that.
 */
export async function registrationModes({ portal, look, dev }: Scene): Promise<void> {
  const reopen = await pretend(portal, dev, 'closed');
  await portal.page.goto(`${dev.url}/portal/apply`);
  await portal.see('Applications are closed');
  await look(portal, 'apply-closed');
  await portal.press('Back to sign-in', 'link');
  await portal.see('Forgotten your password?');
  assert.equal(await portal.page.$('::-p-text(New here?)'), null, 'nobody is asked to apply');
  await reopen();

  await pretend(portal, dev, 'open');
  await portal.page.goto(`${dev.url}/portal/apply`);
  await portal.see('An invitation with a first password comes by mail in a few minutes');
  await look(portal, 'apply-open');
}

/** @returns what ends it */
async function pretend(
  { page }: PortalPage,
  { url }: DevJson,
  registration: 'open' | 'closed',
): Promise<() => Promise<void>> {
  const config = (await (await fetch(`${url}/api/v1/config`)).json()) as object;
  const session = await page.createCDPSession();
  const body = Buffer.from(JSON.stringify({ ...config, registration })).toString('base64');
  const responseHeaders = [{ name: 'content-type', value: 'application/json' }];
  session.on('Fetch.requestPaused', ({ requestId }) => {
    void session.send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders, body });
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*/api/v1/config' }] });
  return () => session.detach();
}
