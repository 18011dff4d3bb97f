import assert from 'node:assert/strict';
import type { DevJson } from '../../dev/stack/dev-json.js';
import { watch } from './complaints.js';
import type { Stage } from './main.js';
import { SwaggerPage } from './swagger-page.js';

const HEADINGS = [
  'Sign-in',
  'Registrations',
  'Tenants',
  'Users',
  'API clients',
  'Credentials',
  'Usage',
  'Audit',
  'OAuth',
  'System',
  'Health',
];

type Photograph = (name: string) => Promise<void>;

/** @throws AssertionError when the story goes otherwise, or the page complains of anything */
export async function tellSwagger({ browser, dev, pictures }: Stage): Promise<void> {
  const page = await browser.newPage();
  const complaints = watch(page, new URL(dev.url).origin);
  const photograph = async (name: string) => {
    await page.screenshot({ path: `${pictures}/swagger-${name}.png` });
  };
  await tell(new SwaggerPage(page), dev, photograph).catch(async (error: unknown) => {
    await photograph('failed');
    throw error;
  });
  assert.deepEqual(complaints(), []);
  await page.close();
}

/**
 * A tenant admin's day on the page: signs in, creates a client from the example as it stands, issues it a credential,
 * looks at it, revokes it.
 */
async function tell(page: SwaggerPage, dev: DevJson, photograph: Photograph): Promise<void> {
  await page.open(dev.docsUrl);
  assert.deepEqual(await page.headings(), HEADINGS);
  await photograph('page');
  await signIn(page, dev, photograph);
  const clientId = await createClient(page, dev);
  await photograph('client');
  const credentialId = await issueCredential(page, clientId);
  await photograph('credential');
  await revoke(page, { clientId, credentialId });
  await photograph('revoked');
}

async function signIn(page: SwaggerPage, { demo }: DevJson, photograph: Photograph): Promise<void> {
  const { status, body } = await page.execute('SignIn_login', { body: demo.admin });
  assert.equal(status, '200');
  await page.authorize(String(body!['accessToken']), () => photograph('authorize'));
  const me = await page.execute('SignIn_me');
  assert.deepEqual([me.status, me.body!['email']], ['200', demo.admin.email]);
}

async function createClient(page: SwaggerPage, { demo }: DevJson): Promise<string> {
  const { status, body } = await page.execute('Clients_create');
  assert.equal(status, '201');
  assert.deepEqual([body!['tenantId'], body!['status']], [demo.tenantId, 'active']);
  return String(body!['clientId']);
}

async function issueCredential(page: SwaggerPage, clientId: string): Promise<string> {
  const { status, body } = await page.execute('Credentials_issue', { path: { clientId } });
  assert.equal(status, '201');
  assert.match(String(body!['credential']), /^bab_/);
  return String(body!['credentialId']);
}

async function revoke(page: SwaggerPage, path: { clientId: string; credentialId: string }): Promise<void> {
  const read = () => page.execute('Credentials_get', { path });
  const before = await read();
  assert.deepEqual([before.status, before.body!['status']], ['200', 'active']);
  assert.ok(!('credential' in before.body!), 'a secret is shown once');
  assert.deepEqual(await page.execute('Credentials_revoke', { path }), { status: '204', body: undefined });
  assert.equal((await read()).body!['status'], 'revoked');
}
