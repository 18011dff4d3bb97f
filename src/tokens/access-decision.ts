import type { Millis } from '../common/clock.js';
import { isWithin } from '../common/http/caller-address.js';
import { type Client } from '../clients/domain/client.js';
import { equalHashes, type ParsedCredential } from '../clients/domain/credential-secret.js';
import { type Credential, works } from '../clients/domain/credential.js';
import { effectiveScopes } from '../clients/domain/effective-scopes.js';
import type { Tenant } from '../tenants/tenant.js';
import type { Access } from './ports/access-reader.js';

/** A credential that may have a token, with all that the token depends on. */
export interface Grant {
  readonly client: Client;
  readonly tenant: Tenant;
  readonly credential: Credential;
  readonly scopes: readonly string[];
}

/** Compared with where there is nothing to compare with, so that every refusal costs the same. */
const NO_HASH = new Uint8Array(32);

/**
 * Whether the bearer of a credential gets a token, as things stand.
 * @returns undefined for every refusal alike: unknown, wrong, revoked, expired, disabled, suspended, from elsewhere
 */
export function decide(
  parsed: ParsedCredential,
  { client, tenant }: Access,
  { now, ip }: { now: Millis; ip: string | undefined },
): Grant | undefined {
  const credential = client?.credentials[parsed.credentialId];
  const proven = equalHashes(parsed.hash, credential?.hash ?? NO_HASH);
  if (!proven || !client || !tenant || !credential) return undefined;
  if (client.status !== 'active' || tenant.status !== 'active') return undefined;
  if (!works(credential, now) || !isWithin(ip, client.allowedCidrs)) return undefined;
  return { client, tenant, credential, scopes: effectiveScopes(client, tenant) };
}
