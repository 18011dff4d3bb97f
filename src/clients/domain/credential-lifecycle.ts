import type { AuditAction } from '../../audit/audit-entry.js';
import type { ChangeGuard } from '../../common/change-guard.js';
import type { Millis } from '../../common/clock.js';
import { type ClientChange, change, credentialFact } from './client-change.js';
import { Problem } from '../../common/errors/problem.js';
import { assertNotDeleted, reschedule } from './client-lifecycle.js';
import { type Client, credentialsOf } from './client.js';
import { type Credential, hasEnded, toPast, works } from './credential.js';

/** Live credentials a client may have, not counting those that are only there for a rotation. */
export const MAX_LIVE = 5;
/** The same with successors being issued and retiring ones. */
export const MAX_WITH_ROTATIONS = 10;

/** A credential to be: everything but what the aggregate decides. */
export type CredentialDraft = Pick<Credential, 'id' | 'hash' | 'hint' | 'label' | 'expiresAt'>;

/** Takes a place for a new credential; it does not work until it is activated. */
export function reserve(client: Client, draft: CredentialDraft, at: Millis): ClientChange {
  assertActive(client);
  const live = credentialsOf(client).filter((one) => !hasEnded(one, at));
  const counted = live.filter((one) => one.retiresAt === undefined && one.replaces === undefined);
  if (counted.length >= MAX_LIVE || live.length >= MAX_WITH_ROTATIONS)
    throw new Problem('credential_limit_reached');
  return put(client, { ...draft, state: 'provisioning', createdAt: at }, at, 'credential.requested');
}

/** Takes a place for the successor of `credentialId`, which goes on working for `grace` once the successor does. */
export function reserveSuccessor(
  client: Client,
  credentialId: string,
  draft: CredentialDraft,
  { grace, at }: { grace: Millis; at: Millis },
): ClientChange {
  assertActive(client);
  const old = credentialIn(client, credentialId);
  assertRotatable(client, old, at);
  if (credentialsOf(client).filter((one) => !hasEnded(one, at)).length >= MAX_WITH_ROTATIONS)
    throw new Problem('credential_limit_reached');
  const expiresAt = draft.expiresAt ?? lifeAnew(old, at);
  const replaces = { credentialId, grace };
  return put(
    client,
    { ...draft, expiresAt, state: 'provisioning', createdAt: at, replaces },
    at,
    'credential.requested',
  );
}

/** Its session is there: it works from now on, and what it replaces begins to retire, in one step. */
export function activateCredential(client: Client, credentialId: string, at: Millis): ClientChange {
  assertNotDeleted(client);
  const { replaces, ...credential } = credentialIn(client, credentialId);
  if (credential.state === 'active') throw new Problem('credential_not_active');
  const facts = [credentialFact('credential.issued', client.id, credentialId)];
  const credentials = { ...client.credentials, [credentialId]: { ...credential, state: 'active' as const } };
  const old = replaces && client.credentials[replaces.credentialId];
  if (old) {
    credentials[old.id] = { ...old, retiresAt: at + replaces.grace, successorId: credentialId };
    facts.push(credentialFact('credential.rotated', client.id, old.id));
  }
  return change(client, { credentials, updatedAt: at }, facts);
}

/** It could not be issued: its place is free again. Not being issued any more: undefined. */
export function undoIssue(client: Client, credentialId: string, at: Millis): ClientChange | undefined {
  const credential = client.credentials[credentialId];
  if (credential?.state !== 'provisioning') return undefined;
  const facts = [credentialFact('credential.issue_failed', client.id, credentialId)];
  return change(client, { credentials: without(client, [credential]), updatedAt: at }, facts, {
    ended: [toPast(credential, 'failed', at)],
  });
}

/** Ends it at once and for good, whatever its state. @throws Problem `not_found` when it is not here */
export function revoke(client: Client, credentialId: string, at: Millis): ClientChange {
  assertNotDeleted(client);
  const credential = credentialIn(client, credentialId);
  const facts = [credentialFact('credential.revoked', client.id, credentialId)];
  return change(client, { credentials: without(client, [credential]), updatedAt: at }, facts, {
    guard: 'state',
    ended: [toPast(credential, 'revoked', at)],
  });
}

/** Moves out those whose time has passed. None: undefined. */
export function settle(client: Client, at: Millis): ClientChange | undefined {
  const over = credentialsOf(client).filter((one) => one.state !== 'provisioning' && hasEnded(one, at));
  if (over.length === 0) return undefined;
  const facts = over.map((one) => credentialFact(endFact(one, at), client.id, one.id));
  const ended = over.map((one) => toPast(one, 'expired', at));
  return change(client, { credentials: without(client, over), updatedAt: at }, facts, { ended });
}

/** Its session does not open, or was ended in Cognito: no token any more. It keeps its place. Blocked already: undefined. */
export function block(client: Client, credentialId: string, at: Millis): ClientChange | undefined {
  const credential = client.credentials[credentialId];
  if (credential?.state !== 'active' || credential.blockedAt !== undefined) return undefined;
  return put(client, { ...credential, blockedAt: at, triedAt: at }, at, 'credential.blocked', 'state');
}

/** Its session works again, and so does it. Not blocked: undefined. */
export function unblock(client: Client, credentialId: string, at: Millis): ClientChange | undefined {
  const credential = client.credentials[credentialId];
  if (credential?.blockedAt === undefined) return undefined;
  const unblocked = { ...credential, blockedAt: undefined, triedAt: undefined };
  return put(client, unblocked, at, 'credential.unblocked');
}

/** Its session was tried and still does not work; it is tried again later. Nobody is told, nor the version. Not blocked: undefined. */
export function stillBlocked(client: Client, credentialId: string, at: Millis): ClientChange | undefined {
  const credential = client.credentials[credentialId];
  if (credential?.blockedAt === undefined) return undefined;
  const credentials = { ...client.credentials, [credentialId]: { ...credential, triedAt: at } };
  return { ...reschedule(client), after: { ...client, credentials } };
}

function put(
  client: Client,
  credential: Credential,
  at: Millis,
  action: AuditAction,
  guard: ChangeGuard = 'version',
): ClientChange {
  const credentials = { ...client.credentials, [credential.id]: credential };
  const facts = [credentialFact(action, client.id, credential.id)];
  return change(client, { credentials, updatedAt: at }, facts, { guard });
}

function credentialIn(client: Client, credentialId: string): Credential {
  const credential = client.credentials[credentialId];
  if (credential === undefined) throw new Problem('not_found');
  return credential;
}

function assertActive(client: Client): void {
  assertNotDeleted(client);
  if (client.status !== 'active') throw new Problem('client_not_active');
}

function assertRotatable(client: Client, old: Credential, at: Millis): void {
  const taken = credentialsOf(client).some((one) => one.replaces?.credentialId === old.id);
  if (old.retiresAt !== undefined || taken) throw new Problem('credential_already_retiring');
  if (!works(old, at)) throw new Problem('credential_not_active');
}

/** The old one's length of life, counted from now. */
function lifeAnew(old: Credential, at: Millis): Millis | undefined {
  return old.expiresAt === undefined ? undefined : at + (old.expiresAt - old.createdAt);
}

function endFact({ retiresAt }: Credential, at: Millis): 'credential.retired' | 'credential.expired' {
  return retiresAt !== undefined && retiresAt <= at ? 'credential.retired' : 'credential.expired';
}

function without(client: Client, ended: readonly Credential[]): Client['credentials'] {
  const ids = ended.map(({ id }) => id);
  return Object.fromEntries(Object.entries(client.credentials).filter(([id]) => !ids.includes(id)));
}
