export type JsonObject = Readonly<Record<string, unknown>>;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const STRINGS = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/**
 * Reads an object of JSON in which every name stands once: of two, readers take different ones (RFC 8259 §4, and
 * RFC 7519 §4 lets a reader refuse them).
 * @returns undefined for anything else
 */
export function readJsonObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const text = UTF8.decode(bytes);
    const value: unknown = JSON.parse(text);
    return isObject(value) && membersOf(value) === membersIn(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of two members with one name the parser has kept one. */
function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const values: unknown[] = Object.values(value);
  let members = Array.isArray(value) ? 0 : values.length;
  for (const each of values) members += membersOf(each);
  return members;
}

/** @param text valid JSON, where each member has one colon that is in no string */
function membersIn(text: string): number {
  return text.replace(STRINGS, '').split(':').length - 1;
}
