import type { Page } from '../page.js';

/** A page as it is answered: `nextCursor` is there, and null on the last one. */
export interface PageBody<T> {
  items: T[];
  nextCursor: string | null;
}

/** @param toDto what is told of one item */
export function pageBody<T, Dto>(page: Page<T>, toDto: (item: T) => Dto): PageBody<Dto> {
  return { items: page.items.map((item) => toDto(item)), nextCursor: page.nextCursor ?? null };
}
