import { BadCursor } from '../../common/page.js';

/** The key that a page ended with. */
export type LastKey = Readonly<Record<string, unknown>>;

/**
 * A cursor as it is among ourselves; the edge seals it, so what comes back is what was given out.
 * @param list the name of the list, filters and all, that the page belongs to: its cursor is no good for another
 */
export function toCursor(list: string, last: LastKey): string {
  return JSON.stringify({ list, last });
}

/** @throws BadCursor when it is of another list */
export function fromCursor(list: string, cursor: string): LastKey {
  const content = JSON.parse(cursor) as { readonly list: string; readonly last: LastKey };
  if (content.list !== list) throw new BadCursor('of another list');
  return content.last;
}
