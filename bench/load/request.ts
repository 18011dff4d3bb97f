import { partner } from '../world/partners.js';

/** One request of a load. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'HEAD';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Picks the client of a request, by its number. */
export type Pick = () => number;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A token by client_credentials with the credential in the body: every peer takes the same bytes. */
export function tokenRequest(number: number, credential = partner(number).credential): Request {
  const client_id = partner(number).client.id;
  return form('/oauth/token', { grant_type: 'client_credentials', client_id, client_secret: credential });
}

/** Well formed, of a client that there is, and wrong. */
export function refusedRequest(number: number): Request {
  const other = partner(number + 1);
  return tokenRequest(number, other.credential);
}

export function form(path: string, fields: Record<string, string>): Request {
  return { method: 'POST', path, headers: FORM, body: new URLSearchParams(fields).toString() };
}

/** Every client as often as any other. */
export function evenly(clients: number): Pick {
  return () => 1 + Math.floor(Math.random() * clients);
}

/** Few busy clients among all that are stored, spread over the whole of them. */
export function spread(busy: number, stored: number): Pick {
  const step = Math.floor(stored / busy);
  return () => 1 + step * Math.floor(Math.random() * busy);
}

/** Zipf's law: the client of rank r is asked for r times less often than the first. */
export function zipf(clients: number): Pick {
  const upTo = new Float64Array(clients);
  let sum = 0;
  for (let rank = 1; rank <= clients; rank++) upTo[rank - 1] = sum += 1 / rank;
  return () => 1 + firstAtLeast(upTo, Math.random() * sum);
}

function firstAtLeast(ascending: Float64Array, wanted: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
