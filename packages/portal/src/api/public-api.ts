import createClient from 'openapi-fetch';
import { reach } from './reach.js';
import type { paths } from './schema.js';

/** What needs no sign-in. */
export const publicApi = createClient<paths>({ baseUrl: location.origin, fetch: reach });
