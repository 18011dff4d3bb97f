/** What is other in `values` than in `base`. */
export function changesOf<Fields extends object>(base: Fields, values: Fields): Partial<Fields> {
  const names = Object.keys(values) as (keyof Fields)[];
  const changed = names.filter((name) => JSON.stringify(base[name]) !== JSON.stringify(values[name]));
  return Object.fromEntries(changed.map((name) => [name, values[name]])) as Partial<Fields>;
}

/** What somebody else has saved meanwhile, with one's own changes on top. */
export function mergedOnto<Fields extends object>(current: Fields, base: Fields, values: Fields): Fields {
  return { ...current, ...changesOf(base, values) };
}
