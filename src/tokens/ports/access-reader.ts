import type { Client } from '../../clients/domain/client.js';
import type { Tenant } from '../../tenants/tenant.js';

/** What of a client decides whether it gets a token, and what goes with one. */
export const CLIENT_FACTS = [
  'id',
  'tenantId',
  'status',
  'scopes',
  'allowedCidrs',
  'introspect',
  'imported',
  'sub',
  'epoch',
  'notBefore',
  'credentials',
] as const satisfies readonly (keyof Client)[];

/** The same of a tenant. */
export const TENANT_FACTS = [
  'id',
  'status',
  'allowedScopes',
  'epoch',
  'notBefore',
] as const satisfies readonly (keyof Tenant)[];

export type ClientFacts = Pick<Client, (typeof CLIENT_FACTS)[number]>;
export type TenantFacts = Pick<Tenant, (typeof TENANT_FACTS)[number]>;

/** What decides whether a client gets a token, as it stands now. */
export interface Access {
  readonly client: ClientFacts | undefined;
  /** The client's tenant. */
  readonly tenant: TenantFacts | undefined;
}

/**
 * The one read of the token path. Strongly consistent, and never joined to a read that was sent before it was asked
 * for: what was acknowledged before a request began, the request sees.
 */
export abstract class AccessReader {
  /**
   * Reads the client and its tenant. An unknown client costs the same reads as a known one.
   * @throws DependencyUnavailable, also when `signal` aborts first (the shared read goes on for those who wait)
   */
  abstract read(clientId: string, signal: AbortSignal): Promise<Access>;
}
