import type { Millis } from '../common/clock.js';
import { equalHashes, type ParsedCredential } from '../clients/domain/credential-secret.js';
import { type Credential, hasEnded, works } from '../clients/domain/credential.js';
import { effectiveScopes } from '../clients/domain/effective-scopes.js';
import type { Access, ClientFacts, TenantFacts } from './ports/access-reader.js';

/** A credential that is one of ours, with what it belongs to; whether it works is another question. */
export interface Holding {
  readonly client: ClientFacts;
  readonly tenant: TenantFacts;
  readonly credential: Credential;
}

/** A credential that may have a token, with all that the token depends on. */
export interface Grant extends Holding {
  readonly scopes: readonly string[];
}

/** Compared with where there is nothing to compare with, so that every refusal costs the same. */
const NO_HASH = new Uint8Array(32);

/** Which credential was presented; undefined: none that we have. Always compares one hash. */
export function identify(parsed: ParsedCredential, { client, tenant }: Access): Holding | undefined {
  const credential = client?.credentials[parsed.credentialId];
  const proven = equalHashes(parsed.hash, credential?.hash ?? NO_HASH);
  // The secret part of one of ours is no foreign secret, nor the other way round.
  const alike = parsed.foreign === credential?.foreign;
  return proven && alike && client && tenant && credential ? { client, tenant, credential } : undefined;
}

/**
 * Whether the bearer of a credential gets a token, as things stand.
 * @returns undefined for every refusal alike: unknown, wrong, revoked, expired, disabled, suspended
 */
export function decide(parsed: ParsedCredential, access: Access, now: Millis): Grant | undefined {
  const holding = identify(parsed, access);
  return holding && isInForce(holding, now) ? grantOf(holding) : undefined;
}

/** What the bearer of a credential in force may have. */
export function grantOf(holding: Holding): Grant {
  return { ...holding, scopes: effectiveScopes(holding.client, holding.tenant) };
}

/** Whether a credential, its client and its tenant all work. */
export function isInForce({ client, tenant, credential }: Holding, now: Millis): boolean {
  return client.status === 'active' && tenant.status === 'active' && works(credential, now);
}

/** Whether a credential was imported and works as soon as pending work has opened its session. */
export function isAwaited({ client, tenant, credential }: Holding, now: Millis): boolean {
  const isComing = client.status === 'provisioning' && client.imported?.disabled === false;
  if (tenant.status !== 'active' || !(client.status === 'active' || isComing)) return false;
  return credential.state === 'imported' && !hasEnded(credential, now);
}
