import type { Api } from './api.js';

interface PageAnswer<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** All items of a list, in pages of `limit` at most. `path` has no query. */
export async function everyPage<Item>(api: Api, path: string, limit: number): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | null = null;
  do {
    const query = new URLSearchParams({ limit: String(limit), ...(next !== null && { cursor: next }) });
    const page: PageAnswer<Item> = (await api.get<PageAnswer<Item>>(`${path}?${query.toString()}`)).body;
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    next = page.nextCursor;
  } while (next !== null);
  return items;
}
