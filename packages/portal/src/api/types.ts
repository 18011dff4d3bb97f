import type { components } from './schema.js';

type Schemas = components['schemas'];

export type ApiClient = Schemas['ClientDto'];
export type Credential = Schemas['CredentialDto'];
export type IssuedCredential = Schemas['IssuedCredentialDto'];
export type Person = Schemas['UserDto'];
export type Me = Schemas['MeDto'];
export type SignedIn = Schemas['SignedInDto'];
export type Challenge = Schemas['ChallengeDto'];
export type Application = Schemas['RegistrationDto'];
export type Tenant = Schemas['TenantDto'];
export type AuditEvent = Schemas['AuditEventDto'];
export type Usage = Schemas['UsageDto'];
export type SystemState = Schemas['SystemDto'];
export type PortalConfig = Schemas['PortalConfigDto'];
export type Enrolment = Schemas['TotpEnrolmentDto'];
