import type { Readable } from 'node:stream';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { HttpRequest, HttpResponse } from '@smithy/types';
import { plainValues } from './attribute-values.js';
import type { Key } from './keys.js';
import type { Attributes } from './known-items.js';
import type { View } from './projection.js';
import { RequestSigner, type Signatory } from './request-signer.js';
import { type Item, keyed, type KeyedItem } from './stored.js';

/** What BatchGetItem gives for one table. */
export interface BatchAnswer {
  readonly items: readonly KeyedItem[];
  readonly unprocessed: Key[];
}

/** Does a call, and tells whoever watches how it went. */
export type Watch = <T>(call: () => Promise<T>) => Promise<T>;

/** Numbers stand for known items. */
type JsonItems = readonly (Attributes | number)[];
interface JsonAnswer {
  readonly Responses?: Readonly<Record<string, JsonItems>>;
  readonly UnprocessedKeys?: Readonly<Record<string, { readonly Keys: JsonItems }>>;
}
interface Sent {
  readonly response: HttpResponse;
}
type Where = Pick<HttpRequest, 'protocol' | 'hostname' | 'port' | 'path'>;

/**
 * BatchGetItem past the middleware of the SDK, which costs more than all the rest of a token request
 * (docs/performance.md). Credentials, clock and connections are the SDK's own, and where to send it is learned from its
 * requests. It knows one outcome, an answer; all else is the SDK's to try again and to tell.
 */
export class DirectBatchGet {
  private readonly config: DynamoDBDocumentClient['config'];
  private readonly signer = new RequestSigner();
  private where: Where | undefined;

  constructor(
    documents: DynamoDBDocumentClient,
    private readonly tableName: string,
    private readonly watch: Watch,
  ) {
    this.config = documents.config;
    documents.middlewareStack.add(
      (next) => (call) => {
        const { protocol, hostname, port, path } = call.request as HttpRequest;
        this.where = { protocol, hostname, port, path };
        return next(call);
      },
      { step: 'finalizeRequest' },
    );
  }

  /** Strongly consistent; one try. @returns undefined: ask the SDK */
  async send(keys: readonly Key[], view: View | undefined): Promise<BatchAnswer | undefined> {
    const { where } = this;
    if (where === undefined) return undefined;
    try {
      return await this.watch(() => this.ask(where, keys, view));
    } catch {
      return undefined;
    }
  }

  private bodyFor(keys: readonly Key[], view: View | undefined): string {
    const Keys = keys.map(({ PK, SK }) => ({ PK: { S: PK }, SK: { S: SK } }));
    return JSON.stringify({
      RequestItems: { [this.tableName]: { Keys, ...view?.projection, ConsistentRead: true } },
    });
  }

  private async ask(
    where: Where,
    keys: readonly Key[],
    view: View | undefined,
  ): Promise<BatchAnswer | undefined> {
    const request = await this.request(where, this.bodyFor(keys, view));
    const { response } = (await this.config.requestHandler.handle(request as never)) as Sent;
    const body = await text(response.body as Readable);
    return response.statusCode === 200 ? this.read(body, view) : undefined;
  }

  private async request(where: Where, body: string): Promise<HttpRequest> {
    const headers = {
      host: where.port === undefined ? where.hostname : `${where.hostname}:${where.port}`,
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': 'DynamoDB_20120810.BatchGetItem',
    };
    return {
      ...where,
      method: 'POST',
      query: {},
      headers: this.signer.sign(headers, body, await this.signatory()),
      body,
    };
  }

  private async signatory(): Promise<Signatory> {
    const [credentials, region] = await Promise.all([this.config.credentials(), this.config.region()]);
    return { credentials, region, at: new Date(Date.now() + this.config.systemClockOffset) };
  }

  private read(body: string, view: View | undefined): BatchAnswer {
    const { json, items } = view?.known.cut(body) ?? { json: body, items: [] };
    const { Responses, UnprocessedKeys } = JSON.parse(json) as JsonAnswer;
    const itemOf = (found: Attributes | number) => {
      if (typeof found === 'number') return items[found]!;
      return view?.known.learn(found) ?? keyed(plainValues(found) as Item);
    };
    const keyOf = (found: Attributes | number): Key =>
      typeof found === 'number' ? items[found]![1] : (plainValues(found) as Item);
    return {
      items: (Responses?.[this.tableName] ?? []).map(itemOf),
      unprocessed: (UnprocessedKeys?.[this.tableName]?.Keys ?? []).map(keyOf),
    };
  }
}

/** By events: the async iterator of `node:stream/consumers` costs more, for each batch. */
function text(body: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.on('data', (chunk: Buffer) => chunks.push(chunk));
    body.on('end', () => resolve(Buffer.concat(chunks).toString()));
    body.on('error', reject);
    body.on('close', () => reject(new Error('half an answer')));
  });
}
