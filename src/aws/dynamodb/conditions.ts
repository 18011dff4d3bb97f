/** Names and values of one request, as its expressions refer to them. Many plain names are reserved words. */
export class Placeholders {
  private readonly names: Record<string, string> = {};
  private readonly values: Record<string, unknown> = {};
  private count = 0;

  /** @param path of an attribute, its parts separated by dots */
  name(path: string): string {
    const parts = path.split('.');
    for (const part of parts) this.names[`#${part}`] = part;
    return parts.map((part) => `#${part}`).join('.');
  }

  value(value: unknown): string {
    const placeholder = `:v${++this.count}`;
    this.values[placeholder] = value;
    return placeholder;
  }

  /** DynamoDB takes no empty maps. */
  toRequest() {
    return {
      ExpressionAttributeNames: Object.keys(this.names).length > 0 ? this.names : undefined,
      ExpressionAttributeValues: this.count > 0 ? this.values : undefined,
    };
  }
}

/** A condition on an item, or on the keys of a query; written out with the placeholders of its request. */
export type Condition = (placeholders: Placeholders) => string;

const compared =
  (operator: string) =>
  (path: string, value: unknown): Condition =>
  (to) =>
    `${to.name(path)} ${operator} ${to.value(value)}`;

export const equals = compared('=');
/** Also of an attribute that is not there. */
export const differs = compared('<>');
export const atMost = compared('<=');
export const above = compared('>');

export const exists =
  (path: string): Condition =>
  (to) =>
    `attribute_exists(${to.name(path)})`;

export const missing =
  (path: string): Condition =>
  (to) =>
    `attribute_not_exists(${to.name(path)})`;

export const between =
  (path: string, from: unknown, upTo: unknown): Condition =>
  (to) =>
    `${to.name(path)} BETWEEN ${to.value(from)} AND ${to.value(upTo)}`;

export const startsWith =
  (path: string, prefix: string): Condition =>
  (to) =>
    `begins_with(${to.name(path)}, ${to.value(prefix)})`;

export const anyOf =
  (...conditions: Condition[]): Condition =>
  (to) =>
    `(${conditions.map((condition) => condition(to)).join(' OR ')})`;

/** All of them, as one expression; undefined when there is none. */
export function allOf(conditions: readonly Condition[], to: Placeholders): string | undefined {
  return conditions.map((condition) => condition(to)).join(' AND ') || undefined;
}
