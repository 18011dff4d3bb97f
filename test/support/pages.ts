import type { Api } from './api.js';

interface PageAnswer<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** All items of a list, in pages of `limit` at most. `path` has no query; `where` narrows the list. */
export async function everyPage<Item>(
  api: Api,
  path: string,
  limit: number,
  where: Readonly<Record<string, string>> = {},
): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | null = null;
  do {
    const cursor = next !== null && { cursor: next };
    const query = new URLSearchParams({ ...where, limit: String(limit), ...cursor });
    const page: PageAnswer<Item> = (await api.get<PageAnswer<Item>>(`${path}?${query.toString()}`)).body;
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    next = page.nextCursor;
  } while (next !== null);
  return items;
}
