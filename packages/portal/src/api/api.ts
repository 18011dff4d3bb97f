import createClient from 'openapi-fetch';
import { reach } from './reach.js';
import type { paths } from './schema.js';
import { session } from './session.js';

/**
 * The API for who has signed in. A request whose sign-in has ended waits until the same person has signed in again, and
 * is then sent once more: nothing is lost.
 */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: reachSignedIn });

async function reachSignedIn(request: Request): Promise<Response> {
  const token = await session.token();
  const response = await reach(as(token, request.clone()));
  return response.status === 401 ? reach(as(await session.token(token), request)) : response;
}

function as(token: string, request: Request): Request {
  request.headers.set('authorization', `Bearer ${token}`);
  return request;
}
