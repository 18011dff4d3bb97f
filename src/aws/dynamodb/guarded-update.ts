import { isDeepStrictEqual } from 'node:util';
import type { ChangeGuard } from '../../common/change-guard.js';
import type { EpochSeconds, Millis } from '../../common/clock.js';
import { type Condition, atMost, differs, equals, exists, missing } from './conditions.js';
import { type Key, type WorkKey, workKey } from './keys.js';
import { type Write, update } from './writes.js';

/** What is changed step by step, each under a guard. */
interface Aggregate {
  readonly status: string;
  readonly version: number;
  readonly epoch: number;
  readonly notBefore: EpochSeconds;
}

interface GuardedChange<T> {
  readonly before: T;
  readonly after: T;
  readonly guard: ChangeGuard;
}

/** How an aggregate is stored. */
export interface Storage<T extends Aggregate> {
  /** The status that nothing leaves. */
  readonly last: T['status'];
  /** The map whose entries are set, and held by changes guarded by state, each by itself. */
  readonly map?: keyof T & string;
  readonly nextDue: (one: T) => Millis | undefined;
}

/** Values by the path of their attribute. */
type Fields = Readonly<Record<string, unknown>>;

/** They are added to, never set. */
const COUNTERS = ['version', 'epoch'];

/** The update of the item under `key` that takes it from `before` to `after`: only what differs, under the guard. */
export function guardedUpdate<T extends Aggregate>(
  key: Key,
  change: GuardedChange<T>,
  storage: Storage<T>,
): Write {
  const { before, after } = change;
  const fields = changed(plainFields(before, storage), plainFields(after, storage));
  const entries = changed(entriesOf(before, storage), entriesOf(after, storage));
  return update(
    key,
    {
      set: { ...fields, ...entries, ...workOf(key, change, storage) },
      add: { version: after.version - before.version, epoch: after.epoch - before.epoch },
    },
    ...guardOf(change, storage, Object.keys(entries)),
    ...('notBefore' in fields ? [atMost('notBefore', after.notBefore)] : []),
  );
}

function guardOf<T extends Aggregate>(
  { guard, before, after }: GuardedChange<T>,
  storage: Storage<T>,
  touched: readonly string[],
): Condition[] {
  if (guard === 'version') return [equals('version', before.version)];
  const entries = entriesOf(before, storage);
  return [
    exists('PK'),
    after.status === before.status ? differs('status', storage.last) : equals('status', before.status),
    ...touched.map((path) => (entries[path] ? equals(path, entries[path]) : missing(path))),
  ];
}

/**
 * Against any other change guarded, the due time is worked out anew. Guarded by state alone, others may have brought it
 * forward meanwhile: it is only ever brought forward too, and the runner finds out when there is nothing to do.
 */
function workOf<T extends Aggregate>(
  { PK }: Key,
  { guard, before, after }: GuardedChange<T>,
  { nextDue }: Storage<T>,
): Partial<WorkKey> {
  const due = nextDue(after);
  const sooner = due !== undefined && due < (nextDue(before) ?? Infinity);
  return guard === 'version' || sooner ? workKey(PK, due) : {};
}

/** What `after` has otherwise than `before`; undefined: not any more. */
function changed(before: Fields, after: Fields): Fields {
  const names = Object.keys({ ...before, ...after });
  const different = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return Object.fromEntries(different.map((name) => [name, after[name]]));
}

function plainFields<T extends Aggregate>(one: T, { map }: Storage<T>): Fields {
  const isPlain = (name: string) => name !== map && !COUNTERS.includes(name);
  return Object.fromEntries(Object.entries(one).filter(([name]) => isPlain(name)));
}

function entriesOf<T extends Aggregate>(one: T, { map }: Storage<T>): Fields {
  if (map === undefined) return {};
  return Object.fromEntries(Object.entries(one[map] as Fields).map(([id, entry]) => [`${map}.${id}`, entry]));
}
