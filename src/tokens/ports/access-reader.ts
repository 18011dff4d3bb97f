import type { Client } from '../../clients/domain/client.js';
import type { Tenant } from '../../tenants/tenant.js';

/** What decides whether a client gets a token, as it stands now. */
export interface Access {
  readonly client: Client | undefined;
  /** The client's tenant. */
  readonly tenant: Tenant | undefined;
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
