import type { CutOff } from '../../src/cut-offs/cut-off.js';
import type { Answer } from './api.js';
import { Api } from './api.js';
import { type DynamodbProxy, startDynamodbProxy } from './dynamodb-proxy.js';

export interface FeedAnswer {
  readonly revocations: readonly CutOff[];
}

/** Asks for the revocation feed, as anybody may. */
export function askFeed(
  { url }: { readonly url: string },
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<FeedAnswer>> {
  return new Api(url).get<FeedAnswer>('/oauth/revocations', { headers });
}

/** Stands before DynamoDB, and counts how often the cut-offs are asked for. */
export interface CutOffQueries extends DynamodbProxy {
  readonly count: number;
}

export async function countCutOffQueries(): Promise<CutOffQueries> {
  let count = 0;
  const { endpoint, close } = await startDynamodbProxy(({ operation, body, forward }) => {
    if (operation === 'Query' && JSON.stringify(body).includes('"CUTOFF"')) count++;
    return forward();
  });
  return {
    endpoint,
    close,
    get count() {
      return count;
    },
  };
}
