import type { EpochSeconds, Millis } from '../../common/clock.js';
import { type ClientChange, change, clientFact } from './client-change.js';
import { Problem } from '../../common/errors/problem.js';
import { isNarrower, isSameSet } from '../../common/scopes.js';
import type { Tenant } from '../../tenants/tenant.js';
import type { Client, ImportedFrom } from './client.js';
import type { Credential } from './credential.js';

/** What an admin says of a client; the rest is the broker's. */
export interface ClientDetails {
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly allowedCidrs: readonly string[];
  readonly introspect: boolean;
}

/** A client that is reserved: it gets its Cognito user next. */
export function newClient(id: string, tenantId: string, details: ClientDetails, at: Millis): Client {
  return {
    ...details,
    id,
    tenantId,
    status: 'provisioning',
    scopesPending: false,
    scopesChangedAt: at,
    createdAt: at,
    updatedAt: at,
    version: 1,
    epoch: 1,
    notBefore: 0,
    credentials: {},
  };
}

/** A client whose partner has its credentials already: all that is left to make is what Cognito knows of it. */
export function importedClient(
  reserved: Client,
  imported: ImportedFrom,
  credentials: readonly Credential[],
): Client {
  return { ...reserved, imported, credentials: Object.fromEntries(credentials.map((one) => [one.id, one])) };
}

/** Its Cognito user has signed in. Already done: undefined. */
export function activate(client: Client, sub: string, at: Millis): ClientChange | undefined {
  assertNotDeleted(client);
  if (client.status !== 'provisioning') return undefined;
  const status = client.imported?.disabled ? 'disabled' : 'active';
  return change(client, { status, sub, updatedAt: at }, [clientFact('client.activated', client.id)]);
}

/**
 * Its Cognito user cannot be had: the reservation is withdrawn. An imported one stays, since its partner counts on it,
 * unless its `tenant` goes.
 */
export function undoCreation(
  client: Client,
  tenant: Tenant | undefined,
  at: Millis,
): ClientChange | undefined {
  const isCountedOn = client.imported !== undefined && tenant?.status !== 'deleting';
  if (client.status !== 'provisioning' || isCountedOn) return undefined;
  return change(client, { status: 'deleted', updatedAt: at }, [
    clientFact('client.creation_failed', client.id),
  ]);
}

/**
 * An admin's edit. Other scopes reach Cognito by pending work; where there are fewer, tokens issued up to
 * `cutOff` are cut off.
 */
export function edit(
  client: Client,
  details: Partial<ClientDetails>,
  at: Millis,
  cutOff: EpochSeconds,
): ClientChange {
  assertNotDeleted(client);
  const facts = [clientFact('client.updated', client.id)];
  const { scopes = client.scopes } = details;
  if (isSameSet(scopes, client.scopes)) return change(client, { ...details, updatedAt: at }, facts);
  const pending = { scopesPending: true, scopesChangedAt: at, epoch: client.epoch + 1 };
  const fields = { ...details, ...pending, updatedAt: at };
  if (!isNarrower(scopes, client.scopes)) return change(client, fields, facts);
  return change(client, { ...fields, notBefore: later(client, cutOff) }, facts, { cutOff });
}

/**
 * Its tenant may now do other things, and so may the client: to be brought to Cognito, whatever was under way there.
 * Told already, at `asOf` or later: undefined.
 */
export function scopesChanged(client: Client, asOf: Millis, at: Millis): ClientChange | undefined {
  if (client.status === 'deleted' || client.scopesChangedAt >= asOf) return undefined;
  const fields = { scopesPending: true, scopesChangedAt: at };
  return change(client, fields, [clientFact('client.scopes_changed', client.id)]);
}

/** Cognito knows the scopes as they were at `client.version`; tokens from now on carry them. */
export function scopesApplied(client: Client): ClientChange | undefined {
  if (!client.scopesPending) return undefined;
  const fields = { scopesPending: false, epoch: client.epoch + 1 };
  return change(client, fields, [clientFact('client.scopes_applied', client.id)]);
}

/** Changes nothing, not even the version, but when the runner looks at it next: worked out anew. */
export function reschedule(client: Client): ClientChange {
  return { before: client, after: client, guard: 'version', facts: [], ended: [] };
}

/** No token any more, until it is enabled. Already disabled: undefined. */
export function disable(client: Client, at: Millis, cutOff: EpochSeconds): ClientChange | undefined {
  assertNotDeleted(client);
  if (client.status === 'disabled') return undefined;
  if (client.status !== 'active') throw new Problem('client_not_active');
  const notBefore = later(client, cutOff);
  const fields = { status: 'disabled', updatedAt: at, epoch: client.epoch + 1, notBefore } as const;
  return change(client, fields, [clientFact('client.disabled', client.id)], {
    guard: 'state',
    cutOff: notBefore,
  });
}

/** Back again, with tokens issued after the cut-off. Already active: undefined. */
export function enable(client: Client, at: Millis): ClientChange | undefined {
  assertNotDeleted(client);
  if (client.status === 'active') return undefined;
  if (client.status !== 'disabled') throw new Problem('client_not_active');
  const fields = { status: 'active', updatedAt: at, epoch: client.epoch + 1 } as const;
  return change(client, fields, [clientFact('client.enabled', client.id)], { guard: 'state' });
}

/** Ends the client for good; its Cognito user and its items go by pending work. */
export function remove(client: Client, at: Millis): ClientChange {
  assertNotDeleted(client);
  const fields = { status: 'deleted', updatedAt: at, epoch: client.epoch + 1 } as const;
  return change(client, fields, [clientFact('client.deleted', client.id)], {
    guard: 'state',
    cutOff: 'always',
  });
}

/** Deleted is for good. @throws Problem `not_found` */
export function assertNotDeleted(client: Client): void {
  if (client.status === 'deleted') throw new Problem('not_found');
}

function later(client: Client, cutOff: EpochSeconds): EpochSeconds {
  return Math.max(client.notBefore, cutOff);
}
