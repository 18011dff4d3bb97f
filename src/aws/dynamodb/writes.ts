import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Condition, Placeholders, allOf } from './conditions.js';
import type { Key } from './keys.js';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type WithoutTable<T> = Omit<NonNullable<T>, 'TableName'>;

/** One write of a transaction; the table adds its name. */
export type Write = { readonly [Kind in keyof TransactItem]: WithoutTable<TransactItem[Kind]> };

/** What an update does, by path. */
export interface Change {
  /** The new value; undefined removes the attribute. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, number>>;
  /** Attributes that keep the value they have, or else take the one that another has before the change. */
  readonly keep?: Readonly<Record<string, string>>;
}

export function putRequest(item: Key, conditions: readonly Condition[]) {
  return { Item: item, ...guard(conditions) };
}

export function updateRequest(key: Key, change: Change, conditions: readonly Condition[]) {
  const placeholders = new Placeholders();
  const UpdateExpression = write(change, placeholders);
  return { Key: key, UpdateExpression, ...guard(conditions, placeholders) };
}

export function removeRequest(key: Key, conditions: readonly Condition[]) {
  return { Key: key, ...guard(conditions) };
}

export const put = (item: Key, ...conditions: Condition[]): Write => ({ Put: putRequest(item, conditions) });

export const update = (key: Key, change: Change, ...conditions: Condition[]): Write => ({
  Update: updateRequest(key, change, conditions),
});

export const remove = (key: Key, ...conditions: Condition[]): Write => ({
  Delete: removeRequest(key, conditions),
});

export const check = (key: Key, ...conditions: [Condition, ...Condition[]]): Write => ({
  ConditionCheck: { Key: key, ...guard(conditions) },
});

function guard(conditions: readonly Condition[], placeholders = new Placeholders()) {
  return { ConditionExpression: allOf(conditions, placeholders), ...placeholders.toRequest() };
}

function write({ set = {}, add = {}, keep = {} }: Change, to: Placeholders): string {
  const given = Object.entries(set);
  const sets = given.filter(([, value]) => value !== undefined);
  const removes = given.filter(([, value]) => value === undefined);
  const kept = Object.entries(keep).map(
    ([path, from]) => `${to.name(path)} = if_not_exists(${to.name(path)}, ${to.name(from)})`,
  );
  const parts = {
    SET: [...sets.map(([path, value]) => `${to.name(path)} = ${to.value(value)}`), ...kept],
    REMOVE: removes.map(([path]) => to.name(path)),
    ADD: Object.entries(add).map(([path, value]) => `${to.name(path)} ${to.value(value)}`),
  };
  const clauses = Object.entries(parts).filter(([, paths]) => paths.length > 0);
  return clauses.map(([verb, paths]) => `${verb} ${paths.join(', ')}`).join(' ');
}
