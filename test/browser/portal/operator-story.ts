import assert from 'node:assert/strict';
import { answerInstead, holdAnswers } from './answers.js';
import type { PortalPage } from './portal-page.js';
import type { Scene } from './stories.js';

/** Decides, looks, invites, ends a tenant. */
export async function operatorStory(scene: Scene): Promise<void> {
  const { portal, dev, look } = scene;
  await apply(scene);
  await portal.signIn(dev.operator);
  await portal.see('Nordwind');
  await anotherList(portal);
  await portal.press('Reject Nordwind');
  await portal.see('Reject Nordwind?');
  await look(portal, 'reject');
  await portal.confirm('Reject');
  await portal.see('Nordwind is rejected');
  await portal.see('None pending');
  await look(portal, 'applications-none');
  await portal.press('System', 'link');
  await portal.see('Cognito quotas');
  await look(portal, 'system');
  await portal.press('Activity', 'link');
  await portal.see('Registration rejected');
  await look(portal, 'activity-operator');
  await portal.press('Usage', 'link');
  await portal.see('Nothing in this period');
  await look(portal, 'usage-operator');
  await invite(portal);
  await portal.page.waitForSelector('label ::-p-text(Tenant)');
  await look(portal, 'people-operator');
  await introspector(portal);
  await look(portal, 'clients-operator');
  await endTenant(scene);
}

async function apply({ dev }: Scene): Promise<void> {
  const admin = { email: 'nora@nordwind.example', name: 'Nora Nord' };
  const body = JSON.stringify({ organization: 'Nordwind', admin, client: { name: 'Tracking' } });
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`${dev.url}/api/v1/registrations`, { method: 'POST', headers, body });
  assert.equal(status, 202);
}

/** While it is read, nothing of the one before can be acted on. */
async function anotherList(portal: PortalPage): Promise<void> {
  const { held, release } = await holdAnswers(portal.page, '*status=rejected*');
  await portal.press('Rejected');
  await held;
  await portal.see('Loading');
  const text = await portal.page.evaluate(() => document.body.innerText);
  assert.ok(!text.includes('Nordwind'), 'it is pending, and not rejected');
  await release();
  await portal.see('None rejected');
  await portal.press('Pending');
}

async function invite(portal: PortalPage): Promise<void> {
  await portal.press('People', 'link');
  await portal.press('Invite');
  await portal.type('Name', 'Olga Berg');
  await portal.page.keyboard.press('Escape');
  await portal.type('E-mail address', 'olga@provider.example');
  await portal.page.keyboard.press('Enter');
  await portal.see('Olga Berg is invited');
  await portal.press('Invite again: Olga Berg');
  await portal.see('Another invitation is on its way');
  await portal.press('Remove Olga Berg');
  await portal.see('Remove Olga Berg?');
  await portal.page.keyboard.press('Escape');
  await portal.page.waitForFunction(() => !document.body.innerText.includes('Remove Olga Berg?'));
  await portal.press('Remove Olga Berg');
  const { held, release } = await holdAnswers(portal.page, '*/api/v1/admin/users/*');
  await portal.confirm('Remove');
  await held;
  await portal.page.keyboard.press('Escape');
  await portal.see('Remove Olga Berg?');
  await release();
  await portal.see('Olga Berg is removed');
}

/** A client of the platform's own, for an API that asks. */
async function introspector(portal: PortalPage): Promise<void> {
  await portal.press('API clients', 'link');
  await portal.press('Create API client', 'link');
  await portal.page.locator('form button[aria-haspopup]').click();
  await portal.page.locator('[role="option"] ::-p-text(Platform)').click();
  await portal.type('Name', 'API gateway');
  await portal.page.locator('::-p-aria([name="May call introspection"][role="checkbox"])').click();
  await portal.press('Create API client');
  await portal.see('API gateway is created');
  await portal.see('Introspection');
  await portal.press('Disable');
  await portal.see('It gets no tokens from the moment you confirm');
  await portal.confirm('Disable');
  await portal.see('API gateway is disabled');
  await portal.press('Enable');
  await portal.confirm('Enable');
  await portal.see('API gateway is enabled');
  await portal.press('Delete');
  await portal.type('To confirm, type API gateway', 'API gateway');
  await portal.confirm('Delete');
  await portal.see('API gateway is deleted');
  await portal.page.goBack();
  await portal.find('Try again');
  assert.equal(await portal.page.$('::-p-text(Disable)'), null, 'what is gone is not shown');
  await portal.page.goForward();
  await portal.find('Create API client', 'link');
}

async function endTenant({ portal, look }: Scene): Promise<void> {
  await portal.press('Tenants', 'link');
  await portal.see('Acme Logistics');
  await look(portal, 'tenants');
  await portal.press('Acme Logistics', 'link');
  await portal.press('Edit');
  await portal.press('Remove orders:write');
  await portal.page.keyboard.press('Escape');
  await portal.type('Name', 'Acme Freight');
  await portal.press('Save');
  await portal.see('Acme Freight is saved');
  await portal.press('Suspend');
  await portal.confirm('Suspend');
  await portal.see('Acme Freight is suspended');
  await look(portal, 'tenant');
  await portal.press('Resume');
  await portal.confirm('Resume');
  await portal.see('Acme Freight is active again');
  await portal.press('Suspend');
  await portal.confirm('Suspend');
  await portal.find('Delete');
  await portal.press('Delete');
  await portal.type('To confirm, type Acme Freight', 'Acme Freight');
  await look(portal, 'delete-tenant');
  await portal.confirm('Delete');
  await portal.see('Clients and people that are gone');
  await look(portal, 'tenant-deleting');
  const restore = await answerInstead(portal.page, '*/api/v1/admin/tenants/*', 502);
  await portal.see('The broker cannot be reached');
  await restore();
  // It ends half a minute later, when nothing that was under way can still come; a step that failed is tried again half a
  // minute after that. How far it is meanwhile, and whether the page comes by to see it, is a matter of the runner's rounds.
  await portal.see('Acme Freight is deleted, with all its clients and people', { within: 180_000 });
  await look(portal, 'tenant-deleted');
  await portal.press('Tenants', 'link');
  // Read anew: the list that was read before is the first to be shown.
  await portal.page.reload();
  await portal.see('Demo');
  const text = await portal.page.evaluate(() => document.body.innerText);
  assert.ok(!/Acme/.test(text), 'a tenant that is gone is in no list');
}
