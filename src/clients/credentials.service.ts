import { Injectable } from '@nestjs/common';
import type { Millis } from '../common/clock.js';
import { Problem } from '../common/errors/problem.js';
import { DraftSpent } from '../idempotency/draft-spent.js';
import type { Page, PageRequest } from '../common/page.js';
import type { Caller } from '../guard/caller.js';
import { ClientChanges, unlessGone } from './client-changes.js';
import { ClientsService } from './clients.service.js';
import { CredentialIssuer } from './credential-issuer.js';
import type { ClientChange } from './domain/client-change.js';
import { type Client, credentialsOf } from './domain/client.js';
import { type CredentialDraft, reserve, reserveSuccessor, revoke } from './domain/credential-lifecycle.js';
import { madeCredential, newCredential } from './domain/credential-secret.js';
import type { Credential, PastCredential } from './domain/credential.js';
import { ClientStore } from './ports/client-store.js';

export interface IssueRequest {
  readonly label: string;
  readonly expiresAt?: Millis;
}

export interface RotateRequest {
  readonly grace: Millis;
  readonly expiresAt?: Millis;
}

/** The secret that a credential is to get, and what becomes of it when issuing fails for now. */
export interface IssueDraft {
  /** The whole credential. */
  readonly secret: string;
  /** It keeps its place, for the same request to finish it; else it is undone at once. */
  readonly repeatable: boolean;
}

/** A credential with its secret: the one time that it is told. */
export interface IssuedCredential {
  readonly credential: Credential;
  readonly secret: string;
}

/** What the portal does with the credentials of a client. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly clients: ClientsService,
    private readonly store: ClientStore,
    private readonly changes: ClientChanges,
    private readonly issuer: CredentialIssuer,
  ) {}

  /**
   * @param draft of the first try: one that has got on is gone on with
   * @throws Problem `credential_limit_reached`, `client_not_active`, `tenant_not_active`, `not_found`; DraftSpent when it has ended since
   */
  async issue(
    caller: Caller,
    clientId: string,
    { label, expiresAt }: IssueRequest,
    draft = freshDraft(clientId),
  ): Promise<IssuedCredential> {
    return this.make(caller, clientId, draft, (client, made, now) =>
      reserve(client, { ...made, label, expiresAt }, now),
    );
  }

  /** @throws Problem `credential_already_retiring`, `credential_not_active`, and what {@link issue} throws */
  async rotate(
    caller: Caller,
    clientId: string,
    credentialId: string,
    { grace, expiresAt }: RotateRequest,
    draft = freshDraft(clientId),
  ): Promise<IssuedCredential> {
    const { label } = await this.get(caller, clientId, credentialId);
    return this.make(caller, clientId, draft, (client, made, at) => {
      if (client.credentials[credentialId] === undefined) throw new Problem('credential_not_active');
      return reserveSuccessor(client, credentialId, { ...made, label, expiresAt }, { grace, at });
    });
  }

  /** Ends it at once. One that has ended already is done. @throws Problem `not_found` */
  async revoke(caller: Caller, clientId: string, credentialId: string): Promise<void> {
    await this.get(caller, clientId, credentialId);
    await this.end(caller, clientId, credentialId);
  }

  /** The same for a holder who has proven to have it. A client that is gone took it along: done. */
  async revokeHeld(caller: Caller, clientId: string, credentialId: string): Promise<void> {
    await unlessGone(this.end(caller, clientId, credentialId));
  }

  /** @throws Problem `not_found` */
  async get(caller: Caller, clientId: string, credentialId: string): Promise<Credential | PastCredential> {
    const client = await this.clients.get(caller, clientId);
    const live = client.credentials[credentialId];
    const found = live ?? (await this.store.findPastCredential(clientId, credentialId, caller.signal));
    if (found === undefined) throw new Problem('not_found');
    return found;
  }

  /** The live ones, newest first, then the past ones. */
  async list(
    caller: Caller,
    clientId: string,
    page: PageRequest,
  ): Promise<Page<Credential | PastCredential>> {
    const client = await this.clients.get(caller, clientId);
    const { live, past } = position(page.cursor);
    const rest = live === undefined ? [] : credentialsOf(client).sort(byNewest).slice(live);
    const items = rest.slice(0, page.limit);
    if (rest.length > page.limit) return { items, nextCursor: `live.${(live ?? 0) + page.limit}` };
    if (items.length === page.limit) return { items, nextCursor: 'past.' };
    const request = { limit: page.limit - items.length, cursor: past };
    const { items: older, nextCursor } = await this.store.listPastCredentials(
      clientId,
      request,
      caller.signal,
    );
    return { items: [...items, ...older], nextCursor: nextCursor && `past.${nextCursor}` };
  }

  private async end(caller: Caller, clientId: string, credentialId: string): Promise<void> {
    await this.changes.apply(clientId, caller, (client, now) =>
      client.credentials[credentialId] ? revoke(client, credentialId, now) : undefined,
    );
  }

  private async make(
    caller: Caller,
    clientId: string,
    { secret, repeatable }: IssueDraft,
    decide: (client: Client, made: Omit<CredentialDraft, 'label'>, now: Millis) => ClientChange,
  ): Promise<IssuedCredential> {
    const { credentialId: id, hash, hint } = madeCredential(secret);
    const reserved = await this.reserve(caller, clientId, id, (client, now) =>
      decide(client, { id, hash, hint }, now),
    );
    const { credentials } = await this.issuer.finish(reserved, id, caller, repeatable);
    return { credential: credentials[id]!, secret };
  }

  /** Takes a place, or finds it taken by an earlier try. What has ended left the client in one step, so it is found then. */
  private async reserve(
    caller: Caller,
    clientId: string,
    credentialId: string,
    decide: (client: Client, now: Millis) => ClientChange,
  ): Promise<Client> {
    const client = await this.clients.get(caller, clientId);
    if (client.credentials[credentialId]) return client;
    if (await this.store.findPastCredential(clientId, credentialId, caller.signal)) throw new DraftSpent();
    await this.clients.getOfActiveTenant(caller, clientId);
    return this.changes.apply(clientId, caller, (current, now) =>
      current.credentials[credentialId] ? undefined : decide(current, now),
    );
  }
}

function freshDraft(clientId: string): IssueDraft {
  return { secret: newCredential(clientId).credential, repeatable: false };
}

function byNewest(a: Credential, b: Credential): number {
  return b.createdAt - a.createdAt;
}

/** Cursors: none, `live.<offset>`, `past.<the store's own>`. */
function position(cursor: string | undefined): { live?: number; past?: string } {
  if (cursor === undefined) return { live: 0 };
  const [list, rest] = [cursor.slice(0, 4), cursor.slice(5)];
  return list === 'live' ? { live: Number(rest) } : { past: rest || undefined };
}
