/** Milliseconds since the campaign began, all by one clock. */
export type Instant = number;

/** Everything that the workers do. A `token` request is the only one that changes nothing. */
export const CHANGES = [
  'issue',
  'rotate',
  'revoke',
  'give-up',
  'disable',
  'enable',
  'suspend',
  'resume',
  'rename',
] as const;
export type ChangeKind = (typeof CHANGES)[number];
export type Kind = ChangeKind | 'token';

/**
 * How an operation ended, as far as its caller can know: `done`; `refused`, which changed nothing; `outage` (503) and
 * `cut` (no answer), which may have been done or not; `odd`, an answer that there may never be.
 */
export type Outcome = 'done' | 'refused' | 'outage' | 'cut' | 'odd';

/** One request of a worker, and its answer. */
export interface Operation {
  readonly kind: Kind;
  readonly worker: number;
  readonly replica: number;
  readonly tenantId: string;
  /** Absent where it is done to the tenant. */
  readonly clientId?: string;
  /** The credential that is used, rotated or ended. */
  readonly credentialId?: string;
  /** How long a rotated credential goes on working, ms. */
  readonly grace?: number;
  /** What the client is renamed to. */
  readonly name?: string;
  /** Before the request was sent. */
  readonly start: Instant;
  /** After the whole answer was there, or the connection gone. */
  readonly end: Instant;
  readonly outcome: Outcome;
  /** Absent where it is cut. */
  readonly status?: number;
  /** The error that the answer names. */
  readonly code?: string;
  /** The credential that was made. */
  readonly madeId?: string;
}

/** A replica was killed. */
export interface Kill {
  readonly replica: number;
  readonly at: Instant;
}

export interface AuditLine {
  readonly action: string;
  readonly targetId: string;
}

export interface CredentialStanding {
  readonly credentialId: string;
  readonly status: string;
  readonly successorId: string | null;
}

export interface ClientStanding {
  readonly tenantId: string;
  readonly clientId: string;
  readonly status: string;
  readonly name: string;
  readonly credentials: readonly CredentialStanding[];
  /** The credentials that there is a session of. */
  readonly sessions: readonly string[];
}

export interface TenantStanding {
  readonly tenantId: string;
  readonly status: string;
}

/** What is stored once all is over. */
export interface Standing {
  /** By the clock of the brokers that tell of it. */
  readonly takenAt: Instant;
  readonly tenants: readonly TenantStanding[];
  readonly clients: readonly ClientStanding[];
  readonly audit: readonly AuditLine[];
  /** Work that is due still. */
  readonly pending: readonly string[];
}

/** All that is known of a campaign. */
export interface History {
  readonly replicas: number;
  /** In the order in which they ended. */
  readonly operations: readonly Operation[];
  readonly kills: readonly Kill[];
  readonly standing: Standing;
}

/** What broke a promise, and what proves it. */
export interface Violation {
  /** Of docs/promises.md; absent where the campaign itself was too tame to tell. */
  readonly promise?: number;
  readonly message: string;
  readonly operations: readonly Operation[];
}
