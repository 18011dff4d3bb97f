import { isDeepStrictEqual } from 'node:util';
import type { ClientChange } from '../../clients/domain/client-change.js';
import { type Client, nextDue } from '../../clients/domain/client.js';
import { type Condition, atMost, differs, equals, exists, missing } from './conditions.js';
import { type WorkKey, clientKey, workKey } from './keys.js';
import { type Write, update } from './writes.js';

/** Fields that are not simply set: fixed, counted, or a map of their own. */
const SPECIAL = new Set(['id', 'tenantId', 'version', 'epoch', 'credentials']);

type Fields = Readonly<Record<string, unknown>>;

/** The update of the client's item that takes it from `before` to `after`: only what differs, under the guard. */
export function clientUpdate(change: ClientChange): Write {
  const { before, after } = change;
  const fields = changed(plainFields(before), plainFields(after));
  const credentials = changed(credentialFields(before), credentialFields(after));
  return update(
    clientKey(after.id),
    {
      set: { ...fields, ...credentials, ...workOf(change) },
      add: { version: after.version - before.version, epoch: after.epoch - before.epoch },
    },
    ...guardOf(change, Object.keys(credentials)),
    ...('notBefore' in fields ? [atMost('notBefore', after.notBefore)] : []),
  );
}

function guardOf({ guard, before, after }: ClientChange, touched: readonly string[]): Condition[] {
  if (guard === 'version') return [equals('version', before.version)];
  const credentials = credentialFields(before);
  return [
    exists('PK'),
    after.status === before.status ? differs('status', 'deleted') : equals('status', before.status),
    ...touched.map((path) => (credentials[path] ? equals(path, credentials[path]) : missing(path))),
  ];
}

/**
 * Against any other change guarded, the due time is worked out anew. Guarded by state alone, others may have brought it
 * forward meanwhile: it is only ever brought forward too, and the runner finds out when there is nothing to do.
 */
function workOf({ guard, before, after }: ClientChange): Partial<WorkKey> {
  const due = nextDue(after);
  const sooner = due !== undefined && due < (nextDue(before) ?? Infinity);
  return guard === 'version' || sooner ? workKey(clientKey(after.id).PK, due) : {};
}

/** What `after` has otherwise than `before`; undefined: not any more. */
function changed(before: Fields, after: Fields): Fields {
  const names = Object.keys({ ...before, ...after });
  const different = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return Object.fromEntries(different.map((name) => [name, after[name]]));
}

function plainFields(client: Client): Fields {
  return Object.fromEntries(Object.entries(client).filter(([name]) => !SPECIAL.has(name)));
}

function credentialFields({ credentials }: Client): Fields {
  return Object.fromEntries(Object.entries(credentials).map(([id, one]) => [`credentials.${id}`, one]));
}
