import { decodeJwt } from 'jose';
import type { AdmissionDto, RegistrationDto } from '../../src/admin/registrations/registration.dto.js';
import type { UserDto } from '../../src/admin/users/user.dto.js';
import type { IssuedCredentialDto } from '../../src/clients/api/credential.dto.js';
import { Api } from './api.js';
import { startBroker, type TestBroker } from './broker.js';
import { makeMachine } from './machines.js';
import {
  anAddress,
  aRegistration,
  makeOperator,
  makeTenant,
  type TestPerson,
  type TestTenant,
} from './people.js';
import { signed } from './portal-tokens.js';

/** Who calls. */
export const CALLERS = [
  'nobody',
  'machine',
  'expired',
  'garbage',
  'removed',
  'admin',
  'another',
  'operator',
] as const;

export type CallerName = (typeof CALLERS)[number];

/** What there is to ask about, and everybody who may ask. */
export interface World {
  readonly broker: TestBroker;
  readonly operator: TestPerson;
  /** Everything that is asked about belongs to it. */
  readonly tenant: TestTenant;
  readonly another: TestTenant;
  /** Of `tenant`. */
  readonly machine: IssuedCredentialDto;
  /** What operators do to tenants is done to this one. */
  readonly spareTenantId: string;
  /** A registration that nobody has decided on. */
  readonly pending: string;
  /** Of `tenant`, invited. */
  readonly userId: string;
  readonly callers: Readonly<Record<CallerName, Api>>;
}

export async function makeWorld(): Promise<World> {
  const broker = await startBroker({ env: { RATE_LIMITS: 'off' } });
  const operator = await makeOperator(broker);
  const tenant = await makeTenant(operator);
  const another = await makeTenant(operator);
  const machine = await makeMachine(tenant.admin.api);
  const anybody = new Api(broker.url);
  const callers = {
    nobody: anybody,
    machine: anybody.as(await bearerTokenOf(anybody, machine)),
    expired: anybody.as(await signed({ ...decodeJwt(operator.accessToken), exp: 1 })),
    garbage: anybody.as('x.y.z'),
    removed: (await makeRemoved(broker, operator)).api,
    admin: tenant.admin.api,
    another: another.admin.api,
    operator: operator.api,
  };
  const spareTenantId = await makeSpareTenant(operator);
  const pending = await makePending({ callers });
  const { userId } = await invite(tenant);
  return { broker, operator, tenant, another, machine, spareTenantId, pending, userId, callers };
}

/** What is sent to invite one. */
export function aTenantAdmin() {
  return { email: anAddress(), name: 'Ben Admin', role: 'tenant_admin' };
}

/** Somebody who is invited to run `tenant`. */
export async function invite({ admin }: TestTenant): Promise<UserDto> {
  return (await admin.api.post<UserDto>('/api/v1/admin/users', { body: aTenantAdmin() })).body;
}

/** One without people who have signed in. */
export async function makeSpareTenant({ api }: TestPerson): Promise<string> {
  const { body } = await api.post<AdmissionDto>('/api/v1/registrations', { body: aRegistration() });
  return body.tenant.tenantId;
}

/** A registration that waits for a decision. */
export async function makePending({ callers }: Pick<World, 'callers'>): Promise<string> {
  await callers.nobody.post('/api/v1/registrations', { body: aRegistration() });
  const path = '/api/v1/registrations?status=pending';
  return (await callers.operator.get<{ items: RegistrationDto[] }>(path)).body.items[0]!.registrationId;
}

async function bearerTokenOf(anybody: Api, { credential }: IssuedCredentialDto): Promise<string> {
  const form = { grant_type: 'refresh_token', refresh_token: credential };
  return (await anybody.token(form)).body.access_token;
}

async function makeRemoved(broker: TestBroker, { api }: TestPerson): Promise<TestPerson> {
  const person = await makeOperator(broker);
  await api.delete(`/api/v1/admin/users/${decodeJwt(person.accessToken).sub}`);
  return person;
}
