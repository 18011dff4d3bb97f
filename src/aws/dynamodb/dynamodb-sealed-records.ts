import { canaryOwner } from '../../clients/canary/canary.js';
import { CANARY_SESSION } from '../../clients/canary/canary-trial.js';
import {
  bearerTokenContext,
  passwordContext,
  refreshTokenContext,
} from '../../clients/domain/sealing-contexts.js';
import type { Sealed } from '../../sealing/sealed.js';
import { type SealedRecord, SealedRecords } from '../../sealing/sealed-records.js';
import type { SealingContext } from '../../sealing/sealing-context.js';
import type { Canary } from '../../clients/canary/canary.js';
import type { ClientItem, IdentityItem } from './client-item.js';
import { equals } from './conditions.js';
import { done } from './dynamodb-errors.js';
import { CLIENTS, type Key, SESSION_PREFIX, canaryKey, clientIdOf, clientPartition } from './keys.js';
import type { SessionItem } from './session-item.js';
import type { Item, Stored } from './stored.js';
import type { Table } from './table.js';

/** Those of every client, and the canary's; an owner is a partition. */
export class DynamodbSealedRecords extends SealedRecords {
  constructor(private readonly table: Table) {
    super();
  }

  async *owners(signal: AbortSignal): AsyncIterable<string> {
    yield canaryKey.PK;
    const where = [equals('GSI1PK', CLIENTS)];
    let after: Readonly<Record<string, unknown>> | undefined;
    do {
      const { items, last } = await this.table.query<Key>({ index: 'GSI1', where, after }, signal);
      yield* items.map((entry) => clientPartition(clientIdOf(entry)));
      after = last;
    } while (after !== undefined);
  }

  async of(owner: string, signal: AbortSignal): Promise<SealedRecord[]> {
    const items = await this.table.queryAll<Item>({ where: [equals('PK', owner)] }, signal);
    if (owner === canaryKey.PK) return items.flatMap((item) => ofCanary(item as unknown as Stored<Canary>));
    const client = items.find(({ SK }) => SK === 'CLIENT') as ClientItem | undefined;
    return client === undefined ? [] : items.flatMap((item) => ofClient(client, item));
  }

  replace({ place, sealed: old }: SealedRecord, sealed: Sealed, signal: AbortSignal): Promise<boolean> {
    const { PK, SK, attribute } = place;
    const change = { set: { [attribute]: sealed } };
    return done(this.table.update({ PK, SK }, change, [equals(attribute, old)], signal));
  }
}

function ofCanary(canary: Stored<Canary>): SealedRecord[] {
  const owner = canaryOwner(canary);
  return [
    ...record(canary, 'sealedPassword', canary.sealedPassword, passwordContext(owner)),
    ...record(
      canary,
      'signIn.sealedRefreshToken',
      canary.signIn?.sealedRefreshToken,
      refreshTokenContext(owner, CANARY_SESSION),
    ),
  ];
}

function ofClient(client: ClientItem, item: Item): SealedRecord[] {
  if (item.SK === 'IDENTITY') {
    const { sealedPassword } = item as unknown as IdentityItem;
    return record(item, 'sealedPassword', sealedPassword, passwordContext(client));
  }
  if (!item.SK.startsWith(SESSION_PREFIX)) return [];
  const { credentialId, sealedRefreshToken, superseded, bearer } = item as unknown as SessionItem;
  const refreshToken = refreshTokenContext(client, credentialId);
  return [
    ...record(item, 'sealedRefreshToken', sealedRefreshToken, refreshToken),
    ...record(item, 'superseded', superseded, refreshToken),
    ...record(item, 'bearer.sealed', bearer?.sealed, bearerTokenContext(client, credentialId)),
  ];
}

function record(
  { PK, SK }: Key,
  attribute: string,
  sealed: Sealed | undefined,
  context: SealingContext,
): SealedRecord[] {
  return sealed === undefined ? [] : [{ place: { PK, SK, attribute }, context, sealed }];
}
