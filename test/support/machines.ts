import type { ClientDto } from '../../src/clients/api/client.dto.js';
import type { IssuedCredentialDto } from '../../src/clients/api/credential.dto.js';
import type { Api } from './api.js';

/** An API client of `admin`'s tenant. */
export async function makeClient(admin: Api, fields: object = {}): Promise<ClientDto> {
  const body = { name: 'Warehouse sync', scopes: ['orders:read'], ...fields };
  return (await admin.post<ClientDto>('/api/v1/clients', { body })).body;
}

/** A credential of the client, with its secret. */
export async function issueCredential(
  admin: Api,
  clientId: string,
  fields: object = {},
): Promise<IssuedCredentialDto> {
  const path = `/api/v1/clients/${clientId}/credentials`;
  return (await admin.post<IssuedCredentialDto>(path, { body: fields })).body;
}

/** A client with one credential: what a partner's backend is given. */
export async function makeMachine(admin: Api, fields: object = {}): Promise<IssuedCredentialDto> {
  const { clientId } = await makeClient(admin, fields);
  return issueCredential(admin, clientId);
}
