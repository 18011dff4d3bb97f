import { crc32 } from 'node:zlib';
import { newClient } from '../../src/clients/domain/client-lifecycle.js';
import type { Client } from '../../src/clients/domain/client.js';
import { parseCredential } from '../../src/clients/domain/credential-secret.js';
import { PLATFORM_TENANT_ID } from '../../src/common/ids.js';
import { type Tenant, newTenant } from '../../src/tenants/tenant.js';

/** When everything in the world was made. */
export const MADE_AT = Date.UTC(2026, 0, 1);
const SCOPES = ['orders:read', 'orders:write'];
const CLIENTS_OF_A_TENANT = 10;
/** The client that may introspect; it belongs to the platform. */
export const INTROSPECTOR = 0;

/**
 * A client, its tenant and its one credential, computed from a number: a world of a million of them takes no memory.
 * Number 0 is the introspector.
 */
export interface Partner {
  readonly client: Client;
  readonly tenant: Tenant;
  /** As it is sent. */
  readonly credential: string;
  readonly credentialId: string;
}

/** The partner of that number. */
export function partner(number: number): Partner {
  const credential = credentialOf(number);
  const { clientId, credentialId, hash } = parseCredential(credential)!;
  const tenant = tenantOf(number);
  const introspect = number === INTROSPECTOR;
  const details = { name: `Client ${number}`, description: '', scopes: SCOPES, allowedCidrs: [], introspect };
  const held = { hash, hint: credential.slice(-4), label: 'production', state: 'active' } as const;
  const client: Client = {
    ...newClient(clientId, tenant.id, details, MADE_AT),
    status: 'active',
    sub: subOf(number),
    credentials: { [credentialId]: { id: credentialId, createdAt: MADE_AT, ...held } },
  };
  return { client, tenant, credential, credentialId };
}

export function tenantOf(number: number): Tenant {
  const id =
    number === INTROSPECTOR
      ? PLATFORM_TENANT_ID
      : `tn_${crockford(1 + Math.floor(number / CLIENTS_OF_A_TENANT))}`;
  return newTenant(id, `Partner ${id}`, SCOPES, MADE_AT);
}

/** One of a tenant's clients; undefined: it is no tenant of this world. */
export function clientOfTenant(tenantId: string): number | undefined {
  if (tenantId === PLATFORM_TENANT_ID) return INTROSPECTOR;
  const tenant = numberIn(tenantId.slice('tn_'.length));
  return tenant === undefined ? undefined : Math.max(1, (tenant - 1) * CLIENTS_OF_A_TENANT);
}

/** The number in a client's id; undefined: it is no client of this world. */
export function numberOf(clientId: string): number | undefined {
  return numberIn(clientId.slice('cl_'.length));
}

/** The `sub` of a client's Cognito user. */
export function subOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** What a credential must look like is in the README: a partner's scanner could make one as well. */
function credentialOf(number: number): string {
  const body = `bab_${crockford(number)}${'c'.repeat(8)}_${base62(number * 7919, 43)}`;
  return body + base62(crc32(body), 6);
}

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const crockford = (number: number) => digits(number, CROCKFORD, 16);
const base62 = (number: number, length: number) => digits(number, BASE62, length);

function digits(number: number, alphabet: string, length: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / alphabet.length))
    text = alphabet[rest % alphabet.length] + text;
  return text.padStart(length, '0');
}

function numberIn(text: string): number | undefined {
  if (!/^[0-9a-hjkmnp-tv-z]{16}$/.test(text)) return undefined;
  return [...text].reduce((sum, digit) => sum * CROCKFORD.length + CROCKFORD.indexOf(digit), 0);
}
