import { BadCursor } from '../../common/page.js';

/** The key that a page ended with. */
export type LastKey = Readonly<Record<string, unknown>>;

/** @param list the name of the list that the page belongs to: its cursor is no good for another */
export function toCursor(list: string, last: LastKey): string {
  return Buffer.from(JSON.stringify({ list, last })).toString('base64url');
}

/** @throws BadCursor when it is not one of ours, or of another list */
export function fromCursor(list: string, cursor: string): LastKey {
  const content = parsed(cursor);
  if (!isRecord(content) || content.list !== list || !isRecord(content.last)) throw new BadCursor();
  if (!Object.values(content.last).every((part) => typeof part === 'string')) throw new BadCursor();
  return content.last;
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new BadCursor();
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
