import type { Fact } from '../../audit/audit-entry.js';
import type { ChangeGuard } from '../../common/change-guard.js';
import type { EpochSeconds } from '../../common/clock.js';
import type { Client } from './client.js';
import type { PastCredential } from './credential.js';

/** A step from one state of a client to the next, decided but not yet stored. */
export interface ClientChange {
  readonly before: Client;
  /** Its `version` is one more than before, unless nothing has changed that an admin is told of. */
  readonly after: Client;
  readonly guard: ChangeGuard;
  readonly facts: readonly Fact[];
  /** Credentials that have left the client with this change. */
  readonly ended: readonly PastCredential[];
  /** Every bearer token of the client issued up to then (seconds) is cut off; `always`: whenever it was issued. */
  readonly cutOff?: EpochSeconds | 'always';
}

type Details = Partial<Pick<ClientChange, 'guard' | 'ended' | 'cutOff'>>;

/** A change of `before`; guarded by version unless said otherwise. */
export function change(
  before: Client,
  fields: Partial<Client>,
  facts: readonly Fact[],
  { guard = 'version', ended = [], cutOff }: Details = {},
): ClientChange {
  return {
    before,
    after: { ...before, ...fields, version: before.version + 1 },
    guard,
    facts,
    ended,
    cutOff,
  };
}

/** Something happened to the client itself. */
export function clientFact(action: Fact['action'], clientId: string): Fact {
  return { action, target: { type: 'client', id: clientId }, clientId };
}

/** Something happened to one of the client’s credentials. */
export function credentialFact(action: Fact['action'], clientId: string, credentialId: string): Fact {
  return { action, target: { type: 'credential', id: credentialId }, clientId };
}
