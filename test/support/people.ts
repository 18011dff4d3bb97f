import { randomUUID } from 'node:crypto';
import { OperatorCreation } from '../../src/admin/operators/operator-creation.js';
import type { AdmissionDto } from '../../src/admin/registrations/registration.dto.js';
import type { ChallengeDto, SignedInDto } from '../../src/admin/sign-in/sign-in.dto.js';
import { Api } from './api.js';
import type { TestBroker } from './broker.js';
import { temporaryPasswordByCognitoLocal } from './mails.js';

/** Somebody who has signed in, and calls the broker as they are. */
export interface TestPerson {
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly api: Api;
}

/** An organisation that an operator has registered, with its admin, signed in, and its first client. */
export interface TestTenant {
  readonly tenantId: string;
  readonly admin: TestPerson;
  readonly adminId: string;
  readonly clientId: string;
}

export const PASSWORD = 'A-Password-For-Tests-1';

/** An address that no other test uses. */
export function anAddress(name = 'someone'): string {
  return `${name}-${randomUUID()}@acme.example`;
}

export async function makeOperator({ app, url }: TestBroker): Promise<TestPerson> {
  const email = anAddress('operator');
  await app.get(OperatorCreation).createOperator(email, 'Olga Operator');
  return acceptInvitation(new Api(url), email);
}

/** What anybody sends to register. */
export function aRegistration(email = anAddress('admin')) {
  return { organization: 'Acme', admin: { email, name: 'Ann Admin' }, client: { name: 'first' } };
}

export async function makeTenant(
  operator: TestPerson,
  allowedScopes = ['orders:read', 'orders:write'],
): Promise<TestTenant> {
  const email = anAddress('admin');
  const body = { ...aRegistration(email), allowedScopes };
  const { tenant, admin, client } = (await operator.api.post<AdmissionDto>('/api/v1/registrations', { body }))
    .body;
  const person = await acceptInvitation(operator.api, email);
  return { tenantId: tenant.tenantId, admin: person, adminId: admin.userId, clientId: client.clientId };
}

/** Signs in with the password that was mailed, and chooses another. */
export async function acceptInvitation({ url }: Api, email: string): Promise<TestPerson> {
  const api = new Api(url);
  const password = await temporaryPasswordByCognitoLocal(email);
  const asked = await api.post<ChallengeDto>('/api/v1/auth/login', { body: { email, password } });
  const answer = { email, ...asked.body, newPassword: PASSWORD };
  const { body } = await api.post<SignedInDto>('/api/v1/auth/challenge', { body: answer });
  const { accessToken, refreshToken } = body;
  return { email, password: PASSWORD, accessToken, refreshToken, api: api.as(accessToken) };
}
