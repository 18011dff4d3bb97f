import type { Schema, Schemas } from '../../support/operations.js';

/** A field of a body, by the names that lead to it. */
export interface Field {
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly required: boolean;
}

/** Every field of a body, those within others too. */
export function fieldsOf(schemas: Schemas, body: Schema, above: readonly string[] = []): Field[] {
  const { properties = {}, required = [] } = schemas.resolve(body);
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = [...above, name];
    const field = { path, schema: schemas.resolve(property), required: required.includes(name) };
    return [field, ...fieldsOf(schemas, property, path)];
  });
}

/** As `errors[].field` has it. */
export function nameOfField({ path }: Pick<Field, 'path'>): string {
  return path.join('.');
}

/** The body with another value under `path`; undefined: without that field. */
export function withValue(body: object, [name = '', ...below]: readonly string[], value: unknown): object {
  const inner = (body as Record<string, unknown>)[name];
  return { ...body, [name]: below.length === 0 ? value : withValue(inner as object, below, value) };
}
