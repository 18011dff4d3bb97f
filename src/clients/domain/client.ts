import type { EpochSeconds, Millis } from '../../common/clock.js';
import { OWN_WORK } from '../../common/own-work.js';
import { type Credential, endOf, nextTrialOf } from './credential.js';

/** `provisioning` until its Cognito user has signed in once; `deleted` absorbs. */
export type ClientStatus = 'provisioning' | 'active' | 'disabled' | 'deleted';

/** What is kept of a client's life before its import. */
export interface ImportedFrom {
  /** Its id in a former system, which its partner goes on using; absent: one of ours. */
  readonly formerId?: string;
  /** It stays disabled once its user is made. */
  readonly disabled: boolean;
}

/** An API client: one partner system, one Cognito user, with its live credentials. The aggregate; immutable. */
export interface Client {
  readonly id: string;
  /** Never changes. */
  readonly tenantId: string;
  readonly name: string;
  readonly description: string;
  readonly status: ClientStatus;
  /** What was asked for; the effective ones are those that the tenant is allowed too. */
  readonly scopes: readonly string[];
  /** CIDR blocks; empty: from anywhere. */
  readonly allowedCidrs: readonly string[];
  /** May call introspection; for clients of the platform tenant only. */
  readonly introspect: boolean;
  /** What it was before it was imported. Its user is made by pending work; it is withdrawn only with its tenant. */
  readonly imported?: ImportedFrom;
  /** The Cognito user's `sub`, once there is one. */
  readonly sub?: string;
  /** The effective scopes have changed and Cognito does not know yet. */
  readonly scopesPending: boolean;
  /** When they have changed last, by an edit of the client or of its tenant. */
  readonly scopesChangedAt: Millis;
  readonly createdAt: Millis;
  readonly updatedAt: Millis;
  /** Counts every change. */
  readonly version: number;
  /** Counts the changes that alter what a token says or whether it may be used. */
  readonly epoch: number;
  /** Tokens issued up to then are no longer answered; 0 when there never was a cut-off. */
  readonly notBefore: EpochSeconds;
  /** By id; those that have not ended, or whose end is not yet recorded. */
  readonly credentials: Readonly<Record<string, Credential>>;
}

/** In no order; also those whose time has passed and whose end is not recorded yet. */
export function credentialsOf(client: Client): Credential[] {
  return Object.values(client.credentials);
}

/** When the runner has to look at the client next; undefined: not before something changes. */
export function nextDue(client: Client): Millis | undefined {
  const dues = credentialsOf(client).flatMap(dueOf);
  if (client.status === 'provisioning') dues.push(client.createdAt + OWN_WORK);
  if (client.status === 'deleted') dues.push(client.updatedAt + OWN_WORK);
  if (client.scopesPending) dues.push(client.scopesChangedAt + OWN_WORK);
  return dues.length === 0 ? undefined : Math.min(...dues);
}

function dueOf(credential: Credential): Millis[] {
  if (credential.state !== 'active') return [credential.createdAt + OWN_WORK];
  return [endOf(credential), nextTrialOf(credential)].filter((due) => due !== undefined);
}
