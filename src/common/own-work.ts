import { type Millis, SECOND } from './clock.js';

/** What a request leaves unfinished is its own to finish for this long (longer than any request's deadline). */
export const OWN_WORK: Millis = 15 * SECOND;
