import { Placeholders } from './conditions.js';
import type { KnownItems } from './known-items.js';

/** Which attributes of an item a read brings. */
export interface Projection {
  readonly ProjectionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>> | undefined;
}

/** What of its items a read brings, and those that it has brought before. */
export interface View {
  readonly projection: Projection;
  readonly known: KnownItems;
}

/** The keys and `attributes` of an item, as far as it has them. */
export function projectionOf(attributes: readonly string[]): Projection {
  const to = new Placeholders();
  const ProjectionExpression = ['PK', 'SK', ...new Set(attributes)].map((name) => to.name(name)).join();
  return { ProjectionExpression, ExpressionAttributeNames: to.toRequest().ExpressionAttributeNames };
}
