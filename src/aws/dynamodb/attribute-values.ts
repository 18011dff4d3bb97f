import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** DynamoDB's JSON of an attribute: bytes are base64, numbers text. */
export type JsonAttribute = Omit<AttributeValue, 'B' | 'M' | 'L'> & {
  readonly B?: string;
  readonly M?: Readonly<Record<string, JsonAttribute>>;
  readonly L?: readonly JsonAttribute[];
};

/** The plain value of an attribute, as the document client gives it. @throws TypeError for a type that no item has */
export function plainValue(attribute: JsonAttribute): unknown {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  // A copy: a few bytes of Node's pool keep all 8 KB of it, for as long as the item is remembered.
  if (attribute.B !== undefined) return new Uint8Array(Buffer.from(attribute.B, 'base64'));
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.M !== undefined) return plainValues(attribute.M);
  if (attribute.L !== undefined) return attribute.L.map(plainValue);
  if (attribute.NULL === true) return null;
  throw new TypeError(`an attribute of type ${Object.keys(attribute).join()}`);
}

/** The plain values of an item, or of a map in it. */
export function plainValues(attributes: Readonly<Record<string, JsonAttribute>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name in attributes) values[name] = plainValue(attributes[name]!);
  return values;
}
