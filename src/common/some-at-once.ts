/** Runs `step` for each item, up to `atOnce` of them under way, begun in order, until one fails. */
export async function someAtOnce<T>(
  items: Iterable<T> | AsyncIterable<T>,
  atOnce: number,
  step: (item: T) => Promise<void>,
): Promise<void> {
  const queue = iterate(items);
  const drain = async () => {
    for await (const item of queue) await step(item);
  };
  await Promise.all(Array.from({ length: atOnce }, drain));
}

/** One iterator that several loops share: the requests for its next item are answered one by one. */
async function* iterate<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, void> {
  yield* items;
}
