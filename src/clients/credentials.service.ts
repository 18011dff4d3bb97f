import { Injectable } from '@nestjs/common';
import type { Millis } from '../common/clock.js';
import { Problem } from '../common/errors/problem.js';
import { BadCursor, type Page, type PageRequest } from '../common/page.js';
import type { Caller } from '../guard/caller.js';
import { ClientChanges } from './client-changes.js';
import { ClientsService } from './clients.service.js';
import { CredentialIssuer } from './credential-issuer.js';
import type { ClientChange } from './domain/client-change.js';
import { type Client, credentialsOf } from './domain/client.js';
import { type CredentialDraft, reserve, reserveSuccessor, revoke } from './domain/credential-lifecycle.js';
import { newCredential } from './domain/credential-secret.js';
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

  /** @throws Problem `credential_limit_reached`, `client_not_active`, `not_found` */
  async issue(
    caller: Caller,
    clientId: string,
    { label, expiresAt }: IssueRequest,
  ): Promise<IssuedCredential> {
    return this.make(caller, clientId, (client, made, now) =>
      reserve(client, { ...made, label, expiresAt }, now),
    );
  }

  /** @throws Problem `credential_already_retiring`, `credential_not_active`, and those of {@link issue} */
  async rotate(
    caller: Caller,
    clientId: string,
    credentialId: string,
    request: RotateRequest,
  ): Promise<IssuedCredential> {
    const { label } = await this.get(caller, clientId, credentialId);
    const { grace, expiresAt } = request;
    return this.make(caller, clientId, (client, made, at) => {
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
    try {
      await this.end(caller, clientId, credentialId);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'not_found')) throw error;
    }
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
    const { live, past } = position(clientId, page.cursor);
    const rest = live === undefined ? [] : credentialsOf(client).sort(byNewest).slice(live);
    const items = rest.slice(0, page.limit);
    if (rest.length > page.limit)
      return { items, nextCursor: `${clientId}.live.${(live ?? 0) + page.limit}` };
    if (items.length === page.limit) return { items, nextCursor: `${clientId}.past.` };
    const request = { limit: page.limit - items.length, cursor: past };
    const { items: older, nextCursor } = await this.store.listPastCredentials(
      clientId,
      request,
      caller.signal,
    );
    return { items: [...items, ...older], nextCursor: nextCursor && `${clientId}.past.${nextCursor}` };
  }

  private async end(caller: Caller, clientId: string, credentialId: string): Promise<void> {
    await this.changes.apply(clientId, caller, (client, now) =>
      client.credentials[credentialId] ? revoke(client, credentialId, now) : undefined,
    );
  }

  private async make(
    caller: Caller,
    clientId: string,
    decide: (client: Client, made: Omit<CredentialDraft, 'label'>, now: Millis) => ClientChange,
  ): Promise<IssuedCredential> {
    await this.clients.get(caller, clientId);
    const { credentialId: id, hash, hint, credential: secret } = newCredential(clientId);
    const reserved = await this.changes.apply(clientId, caller, (client, now) =>
      decide(client, { id, hash, hint }, now),
    );
    const { credentials } = await this.issuer.finish(reserved, id, caller);
    return { credential: credentials[id]!, secret };
  }
}

function byNewest(a: Credential, b: Credential): number {
  return b.createdAt - a.createdAt;
}

/** Cursors: none, `<client>.live.<offset>`, `<client>.past.<the store's own>`. */
function position(clientId: string, cursor: string | undefined): { live?: number; past?: string } {
  if (cursor === undefined) return { live: 0 };
  const [, owner, list, rest = ''] = /^(\w+)\.(live|past)\.(.*)$/.exec(cursor) ?? [];
  if (owner !== clientId) throw new BadCursor('not a cursor of these credentials');
  if (list === 'past') return { past: rest === '' ? undefined : rest };
  if (/^[1-9]\d?$/.test(rest)) return { live: Number(rest) };
  throw new BadCursor('not a cursor of credentials');
}
