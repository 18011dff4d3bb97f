import type { ClientChange } from '../../clients/domain/client-change.js';
import type { Client } from '../../clients/domain/client.js';
import type { PastCredential } from '../../clients/domain/credential.js';
import { type ClientRecord, ClientStore } from '../../clients/ports/client-store.js';
import { ConcurrentChange } from '../../common/change-guard.js';
import type { Millis } from '../../common/clock.js';
import { OWN_WORK } from '../../common/own-work.js';
import type { Page, PageRequest } from '../../common/page.js';
import type { Sealed } from '../../sealing/sealed.js';
import { auditWrites } from './audit-item.js';
import {
  type ClientItem,
  type IdentityItem,
  type PastCredentialItem,
  toClientItem,
  toIdentityItem,
  toPastCredentialItem,
} from './client-item.js';
import { purgeClient } from './client-purge.js';
import { clientUpdate } from './client-update.js';
import { equals, missing, startsWith } from './conditions.js';
import { toCutOffItem } from './cut-off-item.js';
import { done } from './dynamodb-errors.js';
import {
  CLIENTS,
  CREDENTIAL_PREFIX,
  clientIdOf,
  clientKey,
  clientPartition,
  clientUsedKey,
  clientsOf,
  credentialKey,
  identityKey,
} from './keys.js';
import { listPage, queryPage } from './listing.js';
import { endSession, openSession } from './session-item.js';
import { neverUsed } from './usage-item.js';
import { fromStored } from './stored.js';
import type { Table } from './table.js';
import { type Write, put } from './writes.js';

export class DynamodbClientStore extends ClientStore {
  constructor(
    private readonly table: Table,
    private readonly auditRetention: Millis,
  ) {
    super();
  }

  async find(clientId: string, signal: AbortSignal): Promise<Client | undefined> {
    const item = await this.table.get<ClientItem>(clientKey(clientId), signal);
    return item && fromStored<Client>(item);
  }

  async list(
    { tenantId, ...request }: PageRequest & { readonly tenantId?: string },
    signal: AbortSignal,
  ): Promise<Page<Client>> {
    const name = tenantId === undefined ? CLIENTS : clientsOf(tenantId);
    const list = { name, where: [equals('GSI1PK', name)] };
    const page = await listPage<ClientItem>(this.table, list, request, signal, (entry) =>
      clientKey(clientIdOf(entry)),
    );
    const clients = page.items.map((item) => fromStored<Client>(item));
    return { ...page, items: clients.filter(({ status }) => status !== 'deleted') };
  }

  async count(tenantId: string, signal: AbortSignal): Promise<number> {
    const where = [equals('GSI1PK', clientsOf(tenantId))];
    return (await this.table.queryAll({ index: 'GSI1', where }, signal)).length;
  }

  async create(
    client: Client,
    sealedPassword: Sealed,
    { audit }: Pick<ClientRecord, 'audit'>,
    signal: AbortSignal,
  ): Promise<void> {
    const writes = [
      put(toClientItem(client), missing('PK')),
      put(toIdentityItem(client, sealedPassword)),
      put(clientUsedKey(client.id)),
      ...auditWrites(audit, this.auditRetention),
    ];
    await this.transact(writes, signal);
  }

  async commit(change: ClientChange, record: ClientRecord, signal: AbortSignal): Promise<void> {
    const { id, updatedAt } = change.after;
    const { audit, cutOffs = [], opened, ended = [] } = record;
    const writes = [
      clientUpdate(change),
      ...change.ended.map((credential) => put(toPastCredentialItem(id, credential))),
      ...auditWrites(audit, this.auditRetention),
      ...cutOffs.map((cutOff) => put(toCutOffItem(cutOff, updatedAt))),
      ...(opened ? [openSession(opened), neverUsed(id, opened.credentialId)] : []),
      ...ended.map((session) => endSession(session, updatedAt + OWN_WORK)),
    ];
    await this.transact(writes, signal);
  }

  async findPassword(clientId: string, signal: AbortSignal): Promise<Sealed | undefined> {
    const item = await this.table.get<IdentityItem>(identityKey(clientId), signal);
    return item?.sealedPassword;
  }

  async findPastCredential(
    clientId: string,
    credentialId: string,
    signal: AbortSignal,
  ): Promise<PastCredential | undefined> {
    const item = await this.table.get<PastCredentialItem>(credentialKey(clientId, credentialId), signal);
    return item && fromStored<PastCredential>(item);
  }

  async listPastCredentials(
    clientId: string,
    request: PageRequest,
    signal: AbortSignal,
  ): Promise<Page<PastCredential>> {
    const PK = clientPartition(clientId);
    const list = { name: `${PK} past`, where: [equals('PK', PK), startsWith('SK', CREDENTIAL_PREFIX)] };
    const page = await queryPage<PastCredentialItem>(this.table, list, request, signal);
    return { ...page, items: page.items.map((item) => fromStored<PastCredential>(item)) };
  }

  purge(clientId: string, signal: AbortSignal): Promise<void> {
    return purgeClient(this.table, clientId, signal);
  }

  private async transact(writes: readonly Write[], signal: AbortSignal): Promise<void> {
    if (!(await done(this.table.transact(writes, signal)))) throw new ConcurrentChange();
  }
}
