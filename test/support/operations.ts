import { readFileSync } from 'node:fs';

/** A schema of the OpenAPI document, as far as tests read it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly default?: unknown;
  readonly allOf?: readonly Schema[];
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema: Schema;
}

export interface ResponseDescription {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** One operation of the OpenAPI document. */
export interface Operation {
  /** Upper case. */
  readonly method: string;
  /** As the document has it: `/api/v1/clients/{clientId}`. */
  readonly path: string;
  readonly summary?: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  /** The JSON or form that it takes. */
  readonly body?: Schema;
  readonly responses: Readonly<Record<string, ResponseDescription>>;
}

interface Documented extends Omit<Operation, 'method' | 'path' | 'body'> {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The document as it was written down: describing a running broker anew takes a while. That it is the same has a test. */
export const openApiDocument = JSON.parse(readFileSync('openapi.json', 'utf8')) as Document;

/** Every operation of the document, in its order. */
export function documentedOperations(): Operation[] {
  return Object.entries(openApiDocument.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { requestBody, ...rest }]) => ({
      ...rest,
      method: method.toUpperCase(),
      path,
      body: Object.values(requestBody?.content ?? {})[0]?.schema,
    })),
  );
}

/** The schemas that the document names, and the one that each reference means. */
export class Schemas {
  readonly named = openApiDocument.components.schemas;

  resolve({ allOf, ...schema }: Schema): Schema {
    const { $ref } = allOf?.[0] ?? schema;
    return $ref === undefined ? schema : this.named[$ref.slice($ref.lastIndexOf('/') + 1)]!;
  }
}

/** `GET /api/v1/clients` */
export function nameOf({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** The path with these ids in their places. */
export function pathWith(path: string, ids: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? missing(name));
}

function missing(name: string): never {
  throw new Error(`no ${name} given`);
}
