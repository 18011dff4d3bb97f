import { type Client, nextDue } from '../../clients/domain/client.js';
import type { PastCredential } from '../../clients/domain/credential.js';
import type { Sealed } from '../../sealing/sealed.js';
import { CLIENTS, byTime, clientKey, clientsOf, credentialKey, identityKey, workKey } from './keys.js';
import type { Stored } from './stored.js';

export type ClientItem = Stored<Client>;
export type PastCredentialItem = Stored<PastCredential>;
export type IdentityItem = Stored<{ readonly sealedPassword: Sealed }>;

export function toClientItem(client: Client): ClientItem {
  const key = clientKey(client.id);
  return {
    ...client,
    ...key,
    GSI1PK: clientsOf(client.tenantId),
    GSI1SK: byTime(client.createdAt, client.id),
    ...workKey(key.PK, nextDue(client)),
  };
}

/** Stands in the list of all clients, since it is written but once. */
export function toIdentityItem(client: Client, sealedPassword: Sealed): IdentityItem {
  return {
    sealedPassword,
    ...identityKey(client.id),
    GSI1PK: CLIENTS,
    GSI1SK: byTime(client.createdAt, client.id),
  };
}

export function toPastCredentialItem(clientId: string, credential: PastCredential): PastCredentialItem {
  return { ...credential, ...credentialKey(clientId, credential.id) };
}
