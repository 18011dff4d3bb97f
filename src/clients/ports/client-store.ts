import type { AuditEntry } from '../../audit/audit-entry.js';
import type { Page, PageRequest } from '../../common/page.js';
import type { Sealed } from '../../sealing/sealed.js';
import type { ClientChange } from '../domain/client-change.js';
import type { Client } from '../domain/client.js';
import type { PastCredential } from '../domain/credential.js';
import type { CutOff } from '../../cut-offs/cut-off.js';
import type { Session } from '../domain/session.js';

/** What is stored together with a change of a client, in the same transaction. */
export interface ClientRecord {
  readonly audit: readonly AuditEntry[];
  readonly cutOffs?: readonly CutOff[];
  /** The session of the credential that becomes active. */
  readonly opened?: Session;
  /** Sessions that end, as they were read; each becomes pending work until Cognito was told. */
  readonly ended?: readonly Session[];
}

/**
 * Where clients are kept, each with its live credentials as one aggregate. Every change is one transaction: the
 * aggregate, its audit entries, the cut-offs it publishes, the sessions it opens and ends. Every method may throw
 * {@link DependencyError} and ends when `signal` aborts.
 */
export abstract class ClientStore {
  /** Strongly consistent; deleted ones too, until they are purged. */
  abstract find(clientId: string, signal: AbortSignal): Promise<Client | undefined>;

  /** Clients of a tenant, or of all; deleted ones left out; oldest first. Reads an index, which lags a little. */
  abstract list(
    query: PageRequest & { readonly tenantId?: string },
    signal: AbortSignal,
  ): Promise<Page<Client>>;

  /** How many clients of a tenant there are, deleted ones too until they are purged. Reads an index, which lags a little. */
  abstract count(tenantId: string, signal: AbortSignal): Promise<number>;

  /**
   * Stores a new client with the sealed password of its Cognito user.
   * @throws `ConcurrentChange` when the id is taken
   */
  abstract create(
    client: Client,
    sealedPassword: Sealed,
    record: Pick<ClientRecord, 'audit'>,
    signal: AbortSignal,
  ): Promise<void>;

  /**
   * Stores a change, under its guard: `version` holds against any other change since `before` was read, `state`
   * against changes of the status and of the credentials it touches. What it ends moves to the past credentials.
   * A transaction that only met another one under way is tried again until `signal` aborts.
   * @throws `ConcurrentChange` when the guard does not hold, or an ended session has moved on since it was read
   */
  abstract commit(change: ClientChange, record: ClientRecord, signal: AbortSignal): Promise<void>;

  /** The sealed password of the client's Cognito user. Strongly consistent. */
  abstract findPassword(clientId: string, signal: AbortSignal): Promise<Sealed | undefined>;

  /** One that has left the client. Strongly consistent. */
  abstract findPastCredential(
    clientId: string,
    credentialId: string,
    signal: AbortSignal,
  ): Promise<PastCredential | undefined>;

  /** By id, ascending. Strongly consistent. */
  abstract listPastCredentials(
    clientId: string,
    page: PageRequest,
    signal: AbortSignal,
  ): Promise<Page<PastCredential>>;

  /** Removes every item of a deleted client, its sessions too. One that is not deleted stays. Safe to repeat. */
  abstract purge(clientId: string, signal: AbortSignal): Promise<void>;
}
