import { randomBytes } from 'node:crypto';
import { Portal } from '../portal/portal.js';
import type { Account, Seed } from './dev-json.js';
import { temporaryPassword } from './outbox.js';
import type { Places } from './places.js';

export const OPERATOR = 'operator@example.com';
const ADMIN = 'admin@demo.example';

/** Makes a demo tenant as any operator would, for the operator who has been invited. */
export async function seed(url: string, places: Places): Promise<Seed> {
  const anybody = new Portal(url);
  const [operator, asOperator] = await accept(anybody, places, OPERATOR);
  const { tenant, client } = await asOperator.register({
    organization: 'Demo Logistics',
    admin: { email: ADMIN, name: 'Ada Demo' },
    client: { name: 'Demo backend' },
  });
  const [admin, asAdmin] = await accept(anybody, places, ADMIN);
  const { credential } = await asAdmin.issueCredential(client.clientId, 'demo');
  return { operator, demo: { tenantId: tenant.tenantId, admin, clientId: client.clientId, credential } };
}

async function accept(portal: Portal, places: Places, email: string): Promise<[Account, Portal]> {
  const password = `dev-${randomBytes(12).toString('hex')}`;
  const signedIn = await portal.acceptInvitation(email, await temporaryPassword(places, email), password);
  return [{ email, password }, signedIn];
}
