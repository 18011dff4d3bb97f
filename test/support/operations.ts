import type { INestApplication } from '@nestjs/common';
import { describeApi } from '../../src/openapi/openapi.js';

/** One operation of the OpenAPI document. */
export interface Operation {
  /** Upper case. */
  readonly method: string;
  /** As the document has it: `/api/v1/clients/{clientId}`. */
  readonly path: string;
  /** By status, the media types that it says it may answer with; none where the body is empty. */
  readonly answers: Readonly<Record<number, readonly string[]>>;
}

interface Documented {
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

/** Every operation of the document, in its order. */
export function operationsOf(app: INestApplication): Operation[] {
  return Object.entries(describeApi(app).paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Documented>).map(([method, { responses }]) => ({
      method: method.toUpperCase(),
      path,
      answers: Object.fromEntries(
        Object.entries(responses).map(([status, { content = {} }]) => [status, Object.keys(content)]),
      ),
    })),
  );
}

/** The path with these ids in their places. */
export function pathWith(path: string, ids: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? missing(name));
}

function missing(name: string): never {
  throw new Error(`no ${name} given`);
}
