import { marshall } from '@aws-sdk/util-dynamodb';
import { LRUCache } from 'lru-cache';
import { toUserItem } from '../../src/aws/dynamodb/user-item.js';
import { toClientItem, toIdentityItem } from '../../src/aws/dynamodb/client-item.js';
import { toCutOffItem } from '../../src/aws/dynamodb/cut-off-item.js';
import { type Key, clientIdOf, tenantIdOf } from '../../src/aws/dynamodb/keys.js';
import { openSession } from '../../src/aws/dynamodb/session-item.js';
import { toTenantItem } from '../../src/aws/dynamodb/tenant-item.js';
import {
  bearerTokenContext,
  passwordContext,
  refreshTokenContext,
} from '../../src/clients/domain/sealing-contexts.js';
import type { Client } from '../../src/clients/domain/client.js';
import type { Session } from '../../src/clients/domain/session.js';
import { DAY } from '../../src/common/clock.js';
import { Sealer } from '../../src/sealing/sealer.js';
import { KmsKey } from './kms-key.js';
import { type Partner, MADE_AT, clientOfTenant, numberOf, partner, tenantOf } from './partners.js';
import { OPERATOR, type PoolKey, TOKEN_LIFE, originOf } from './pools.js';

/** Items that are kept ready, so that the stub costs little beside what it serves. */
const READY = 20_000;
const CUT_OFFS = 100;
const ANY_TIME = AbortSignal.timeout(2 ** 31 - 1);

/** What KMS has wrapped is wrapped by this in the stub. */
export const MASTER_KEY = new KmsKey();

/** The table's items, as DynamoDB's JSON, in the shapes of the broker's own code; computed when they are read. */
export class Items {
  private readonly sealer = new Sealer(MASTER_KEY);
  private readonly cutOffsEnd = Math.floor(Date.now() / 1_000) + TOKEN_LIFE;
  private readonly ready = new LRUCache<string, string>({ max: READY });

  /**
   * @param clients how many there are
   * @param key of the pools
   * @param warm how many of them, the first, have a session with a bearer token that is fresh, as another replica may have left it
   */
  constructor(
    private readonly clients: number,
    private readonly key: PoolKey,
    private readonly warm = clients,
  ) {}

  /**
   * An item as text; undefined: there is none.
   * @param attributes of it; absent: all
   */
  async find(PK: string, SK: string, attributes?: readonly string[]): Promise<string | undefined> {
    const name = `${PK}|${SK}|${attributes?.join()}`;
    return this.ready.get(name) ?? this.compute(name, { PK, SK }, attributes);
  }

  /** What is published of cut-offs: as many as a busy day leaves. */
  cutOffs(): string[] {
    const exp = this.cutOffsEnd;
    return Array.from({ length: CUT_OFFS }, (_, number) =>
      asText(toCutOffItem({ claim: 'origin_jti', value: `origin-${number}`, exp }, MADE_AT + number)),
    );
  }

  async sessionItem({ client, credentialId }: Partner): Promise<object> {
    const isWarm = numberOf(client.id)! <= this.warm;
    const context = refreshTokenContext(client, credentialId);
    const session: Session = {
      clientId: client.id,
      credentialId,
      state: 'live',
      sealedRefreshToken: await this.sealer.seal(`refresh-${client.id}`, context, ANY_TIME),
      refreshTokenExpiresAt: Date.now() + 3_650 * DAY,
      renewAt: Date.now() + 3_620 * DAY,
      families: [],
      revision: 1,
    };
    const { Put } = openSession(isWarm ? await this.warmed(session, client) : session);
    return Put!.Item!;
  }

  private async warmed(session: Session, client: Client): Promise<Session> {
    const { credentialId } = session;
    const iat = Math.floor(Date.now() / 1_000);
    const exp = iat + TOKEN_LIFE;
    const token = this.key.idToken({ client, credentialId });
    const sealed = await this.sealer.seal(token, bearerTokenContext(client, credentialId), ANY_TIME);
    const bearer = { sealed, iat, exp, clientEpoch: client.epoch, tenantEpoch: 1 };
    const family = { claim: 'origin_jti', value: originOf(credentialId), until: exp } as const;
    return { ...session, bearer, families: [family] };
  }

  async identityItem({ client }: Partner): Promise<object> {
    return toIdentityItem(client, await this.sealer.seal('password', passwordContext(client), ANY_TIME));
  }

  private async compute(
    name: string,
    { PK, SK }: Key,
    attributes?: readonly string[],
  ): Promise<string | undefined> {
    const item = await this.itemOf(PK, SK);
    if (item === undefined) return undefined;
    const text = asText(attributes === undefined ? item : pick(item, attributes));
    this.ready.set(name, text);
    return text;
  }

  private itemOf(PK: string, SK: string): object | undefined | Promise<object> {
    if (SK === 'TENANT') return this.tenantItem(PK);
    if (PK === `USER#${OPERATOR.id}`) return toUserItem(OPERATOR);
    const owner = this.partnerOf(PK);
    if (owner === undefined) return undefined;
    if (SK === 'CLIENT') return toClientItem(owner.client);
    if (SK === 'IDENTITY') return this.identityItem(owner);
    return SK.startsWith('SESSION#') ? this.sessionItem(owner) : undefined;
  }

  private tenantItem(PK: string): object | undefined {
    const number = clientOfTenant(tenantIdOf({ PK, SK: '' }));
    return number === undefined ? undefined : toTenantItem(tenantOf(number));
  }

  private partnerOf(PK: string): Partner | undefined {
    const number = numberOf(clientIdOf({ PK, SK: '' }));
    return number === undefined || number > this.clients ? undefined : partner(number);
  }
}

function pick(item: object, attributes: readonly string[]): object {
  return Object.fromEntries(Object.entries(item).filter(([name]) => attributes.includes(name)));
}

/** DynamoDB's JSON, in which bytes are base64. */
export function asText(item: object): string {
  const attributes = marshall(item, { removeUndefinedValues: true });
  return JSON.stringify(attributes, function (this: Record<string, unknown>, name, value: unknown) {
    const raw = this[name];
    return raw instanceof Uint8Array ? Buffer.from(raw).toString('base64') : value;
  });
}
