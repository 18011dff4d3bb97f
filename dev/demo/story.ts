import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidGrant } from '@b2b-auth-broker/consumer';
import { OrderImport } from '../../examples/consumer-backend/src/order-import.js';
import { decodeJwt } from 'jose';
import type { AuditAction } from '../../src/audit/audit-entry.js';
import type { IssuedCredentialDto } from '../../src/clients/api/credential.dto.js';
import { Portal } from '../portal/portal.js';
import type { DevJson } from '../stack/dev-json.js';
import { temporaryPassword } from '../stack/outbox.js';
import type { Places } from '../stack/places.js';
import { assertRefused, Backend, tokenIn } from './backend.js';
import type { Narrator } from './narrator.js';

export interface Stage {
  readonly dev: DevJson;
  readonly places: Places;
  /** Of the provider's protected API. */
  readonly ordersUrl: string;
}

const GRACE_SECONDS = 3;
/** Milliseconds until what was promised must have come. */
const PATIENCE = 20_000;

/** The whole story. A step that does not go as told throws. */
export async function tell(narrator: Narrator, stage: Stage): Promise<void> {
  const backend = new Backend(stage.dev.url);
  const admin = await register(narrator, stage);
  const first = await issue(narrator, admin);
  const token = await trade(narrator, backend, first);
  await callApi(narrator, stage, first, token);
  const second = await rotate(narrator, backend, admin, first);
  await revoke(narrator, stage, admin, second);
  await disableAndEnable(narrator, backend, admin, first.clientId);
  await audit(narrator, admin);
}

/** @returns the portal as the admin of a new organisation */
async function register(narrator: Narrator, { dev, places }: Stage): Promise<Portal> {
  const anybody = new Portal(dev.url);
  narrator.step('The operator signs in');
  const operator = await anybody.signIn(dev.operator.email, dev.operator.password);
  narrator.result(dev.operator.email);

  narrator.step('The operator registers an organisation with its admin and a first API client');
  const name = randomBytes(4).toString('hex');
  const admin = { email: `admin@${name}.example`, name: 'Ada Admin' };
  const made = await operator.register({ organization: `Partner ${name}`, admin, client: { name: 'First' } });
  narrator.result(`${made.tenant.name} is tenant ${made.tenant.tenantId}`);

  narrator.step('The admin signs in with the temporary password of the invitation, and chooses another');
  const password = await temporaryPassword(places, admin.email);
  const signedIn = await anybody.acceptInvitation(admin.email, password, randomBytes(12).toString('hex'));
  narrator.result(admin.email);
  return signedIn;
}

async function issue(narrator: Narrator, admin: Portal): Promise<IssuedCredentialDto> {
  narrator.step('The admin creates an API client that may read orders');
  const { clientId, scopes } = await admin.createClient({ name: 'Warehouse sync', scopes: ['orders:read'] });
  narrator.result(`${clientId} with scope ${scopes.join(' ')}`);

  narrator.step('The admin issues a credential, which is shown this once');
  const issued = await admin.issueCredential(clientId, 'production');
  narrator.result(issued.credential);
  return issued;
}

async function trade(narrator: Narrator, backend: Backend, issued: IssuedCredentialDto): Promise<string> {
  const { clientId, credential } = issued;
  narrator.step("The partner's backend trades the credential for a token by each grant");
  const byRefresh = await backend.refreshToken(credential);
  const token = tokenIn(byRefresh);
  narrator.result(`refresh_token: for ${byRefresh.body.expires_in} s, scope ${byRefresh.body.scope}`);
  tokenIn(await backend.clientCredentialsByBasic(clientId, credential));
  narrator.result('client_credentials, by HTTP Basic');
  tokenIn(await backend.clientCredentialsByBody(clientId, credential));
  narrator.result('client_credentials, in the body');
  return token;
}

async function callApi(narrator: Narrator, stage: Stage, issued: IssuedCredentialDto, token: string) {
  const { ordersUrl } = stage;
  narrator.step("The partner's backend calls the protected API");
  const orders = await orderImport(stage, issued).orders();
  narrator.result(`it reads ${orders.length} order: ${orders[0]?.item}`);
  const headers = { authorization: `Bearer ${token}` };
  await expectStatus(
    403,
    'POST, for which the scope is missing',
    fetch(ordersUrl, { method: 'POST', headers }),
  );
  await expectStatus(401, 'GET without a token', fetch(ordersUrl));

  async function expectStatus(wanted: number, what: string, asked: Promise<Response>) {
    const { status } = await asked;
    if (status !== wanted) throw new Error(`${what} was answered ${status}, not ${wanted}`);
    narrator.result(`${what}: ${status}`);
  }
}

function orderImport({ dev, ordersUrl }: Stage, { clientId, credential }: IssuedCredentialDto): OrderImport {
  return new OrderImport(ordersUrl, { tokenUrl: `${dev.url}/oauth/token`, credential, clientId });
}

async function rotate(narrator: Narrator, backend: Backend, admin: Portal, old: IssuedCredentialDto) {
  narrator.step(`The admin rotates the credential with a grace period of ${GRACE_SECONDS} s`);
  const successor = await admin.rotate(old.clientId, old.credentialId, GRACE_SECONDS);
  tokenIn(await backend.refreshToken(old.credential));
  tokenIn(await backend.refreshToken(successor.credential));
  narrator.result('the old and the new one work');
  await backend.untilRefused(old.credential);
  assertRefused(await backend.refreshToken(old.credential));
  tokenIn(await backend.refreshToken(successor.credential));
  narrator.result('then only the new one does');
  return successor;
}

async function revoke(narrator: Narrator, stage: Stage, admin: Portal, issued: IssuedCredentialDto) {
  const partner = orderImport(stage, issued);
  await partner.orders();
  const token = await partner.tokens.getToken();
  narrator.step('The admin revokes the new credential, whose token has not expired');
  await admin.revoke(issued.clientId, issued.credentialId);
  assertRefused(await new Backend(stage.dev.url).refreshToken(issued.credential));
  narrator.result('the credential is refused at once');
  const seconds = await untilRefused(stage.ordersUrl, token);
  narrator.result(
    `the API refuses the token after ${seconds.toFixed(1)} s: ${minutesLeft(token)} minutes early`,
  );
  const refusal = await partner.orders().catch((error: unknown) => error);
  if (!(refusal instanceof InvalidGrant))
    throw new Error('the backend was not told that its credential is refused');
  narrator.result(`the backend is told: ${refusal.message}`);
}

/** @returns seconds until the API refuses the token */
async function untilRefused(ordersUrl: string, token: string): Promise<number> {
  const start = Date.now();
  const headers = { authorization: `Bearer ${token}` };
  while ((await fetch(ordersUrl, { headers })).status !== 401) {
    if (Date.now() - start > PATIENCE)
      throw new Error('the API still takes the token of a revoked credential');
    await sleep(100);
  }
  return (Date.now() - start) / 1_000;
}

function minutesLeft(token: string): number {
  return Math.round((Number(decodeJwt(token).exp) - Date.now() / 1_000) / 60);
}

async function disableAndEnable(narrator: Narrator, backend: Backend, admin: Portal, clientId: string) {
  narrator.step('The admin issues another one, and disables the client');
  const { credential } = await admin.issueCredential(clientId, 'another');
  tokenIn(await backend.refreshToken(credential));
  await admin.disable(clientId);
  assertRefused(await backend.refreshToken(credential));
  narrator.result('the credential is refused at once');

  narrator.step('The admin enables the client again');
  await admin.enable(clientId);
  tokenIn(await backend.patiently(credential));
  narrator.result('the credential works again, with a token of after the cut-off');
}

async function audit(narrator: Narrator, admin: Portal): Promise<void> {
  narrator.step('The admin reads the audit trail, newest first');
  const { items } = await admin.auditTrail(20);
  for (const { at, action, actor, target } of items)
    narrator.result(`${at}  ${action.padEnd(22)} ${(actor.email ?? actor.type).padEnd(24)} ${target.id}`);
  for (const action of EXPECTED)
    if (!items.some((one) => one.action === action)) throw new Error(`the trail does not tell of ${action}`);
}

const EXPECTED: readonly AuditAction[] = [
  'client.created',
  'credential.issued',
  'credential.rotated',
  'credential.revoked',
  'client.disabled',
  'client.enabled',
];
