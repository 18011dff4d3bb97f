import type { IssuedCredentialDto } from '../../src/clients/api/credential.dto.js';
import type { Answer, Form, ProblemAnswer } from './api.js';
import { ofUnknownClient } from './forged-credential.js';
import { makeMachine } from './machines.js';
import { pathWith } from './operations.js';
import { aRegistration, anAddress, PASSWORD } from './people.js';
import {
  aTenantAdmin,
  type CallerName,
  invite,
  makePending,
  makeSpareTenant,
  type World,
} from './portal-world.js';

export type Ids = Readonly<
  Record<'clientId' | 'credentialId' | 'registrationId' | 'tenantId' | 'userId', string>
>;

/** What is sent beside the ids in the path. */
export interface Sent {
  readonly body?: object;
  readonly form?: Form;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Of no shape that ids have. */
export const MISSHAPEN: Ids = {
  clientId: 'x',
  credentialId: 'x',
  registrationId: 'x',
  tenantId: 'x',
  userId: 'x',
};

/** Ids of nothing. */
export const UNKNOWN: Ids = {
  clientId: 'cl_0000000000000000',
  credentialId: `cr_${'0'.repeat(24)}`,
  registrationId: 'rg_0000000000000000',
  tenantId: 'tn_0000000000000000',
  userId: '00000000-0000-4000-8000-000000000000',
};

/** What is there, for those who only look, do what can be done twice, or are refused. */
export function standingIds({
  machine: { clientId, credentialId },
  spareTenantId,
  pending,
  userId,
}: World): Ids {
  return { clientId, credentialId, tenantId: spareTenantId, registrationId: pending, userId };
}

const freshMachine = ({ tenant }: World): Promise<IssuedCredentialDto> => makeMachine(tenant.admin.api);
const freshRegistration = async (world: World) => ({ registrationId: await makePending(world) });

async function freshSuspended({ operator }: World): Promise<Partial<Ids>> {
  const tenantId = await makeSpareTenant(operator);
  await operator.api.post(`/api/v1/admin/tenants/${tenantId}/suspend`);
  return { tenantId };
}

/** What can be done once is done to something of its own. */
export const FRESH: Readonly<Record<string, (world: World) => Promise<Partial<Ids>>>> = {
  'POST /api/v1/registrations/{registrationId}/approve': freshRegistration,
  'POST /api/v1/registrations/{registrationId}/reject': freshRegistration,
  'POST /api/v1/clients/{clientId}/disable': freshMachine,
  'DELETE /api/v1/admin/tenants/{tenantId}': freshSuspended,
  'DELETE /api/v1/admin/users/{userId}': ({ tenant }) => invite(tenant),
  'DELETE /api/v1/clients/{clientId}': freshMachine,
  'POST /api/v1/clients/{clientId}/credentials/{credentialId}/rotate': freshMachine,
  'DELETE /api/v1/clients/{clientId}/credentials/{credentialId}': freshMachine,
};

const CHALLENGE = { challenge: 'NEW_PASSWORD_REQUIRED', session: 'x'.repeat(40), newPassword: PASSWORD };
const RENAMED: Sent = { body: { name: 'Renamed' }, headers: { 'if-match': '*' } };

/** Good bodies, where one is wanted. */
export const SENT: Readonly<Record<string, (world: World) => Sent>> = {
  'POST /api/v1/auth/login': ({ operator: { email, password } }) => ({ body: { email, password } }),
  'POST /api/v1/auth/challenge': () => ({ body: { email: anAddress(), ...CHALLENGE } }),
  'POST /api/v1/auth/refresh': ({ operator: { refreshToken } }) => ({ body: { refreshToken } }),
  'POST /api/v1/auth/logout': () => ({ body: { refreshToken: 'x' } }),
  'POST /api/v1/auth/forgot-password': () => ({ body: { email: anAddress() } }),
  'POST /api/v1/auth/reset-password': () => ({
    body: { email: anAddress(), code: '123456', newPassword: PASSWORD },
  }),
  'POST /api/v1/auth/mfa/verify': () => ({ body: { code: '123456' } }),
  'POST /api/v1/registrations': () => ({ body: aRegistration() }),
  'PATCH /api/v1/admin/tenants/{tenantId}': () => RENAMED,
  'POST /api/v1/admin/users': ({ tenant: { tenantId } }) => ({ body: { ...aTenantAdmin(), tenantId } }),
  'POST /api/v1/clients': ({ tenant: { tenantId } }) => ({ body: { name: 'new', tenantId } }),
  'PATCH /api/v1/clients/{clientId}': () => RENAMED,
  'POST /oauth/token': ({ machine: { credential } }) => ({
    form: { grant_type: 'refresh_token', refresh_token: credential },
  }),
  'POST /oauth/revoke': () => ({ form: { token: ofUnknownClient() } }),
  'POST /oauth/introspect': ({ machine: { credential } }) => ({ form: { token: credential } }),
};

/**
 * Asks for an operation (`GET /health/live`) as `caller`.
 * @param sent in place of the good request of {@link SENT}
 */
export function ask(
  world: World,
  caller: CallerName,
  operation: string,
  ids: Ids,
  sent: Sent = SENT[operation]?.(world) ?? {},
): Promise<Answer<ProblemAnswer>> {
  const [method = '', path = ''] = operation.split(' ');
  const headers = { 'x-request-id': 'the-same', ...sent.headers };
  const api = world.callers[caller];
  if (sent.form !== undefined) return api.oauth(path, sent.form, headers);
  return api.call(method, pathWith(path, ids), { body: sent.body, headers });
}
