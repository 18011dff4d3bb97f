import type { ClientChange } from '../../clients/domain/client-change.js';
import { type Client, nextDue } from '../../clients/domain/client.js';
import { type Storage, guardedUpdate } from './guarded-update.js';
import { clientKey } from './keys.js';
import type { Write } from './writes.js';

const CLIENT: Storage<Client> = { last: 'deleted', map: 'credentials', nextDue };

/** The update of the client's item that `change` makes, under its guard. */
export function clientUpdate(change: ClientChange): Write {
  return guardedUpdate(clientKey(change.after.id), change, CLIENT);
}
