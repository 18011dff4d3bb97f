import type { Page, PageRequest } from '../common/page.js';

const LIMIT = 100;

/** The items of a list, page after page. */
export async function* everyItem<T>(list: (page: PageRequest) => Promise<Page<T>>): AsyncIterable<T> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await list({ limit: LIMIT, cursor });
    yield* items;
    cursor = nextCursor;
  } while (cursor !== undefined);
}
