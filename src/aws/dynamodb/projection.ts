import { Placeholders } from './conditions.js';

/** Which attributes of an item a read brings. */
export interface Projection {
  readonly ProjectionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>> | undefined;
}

/** The keys and `attributes` of an item, as far as it has them. */
export function projectionOf(attributes: readonly string[]): Projection {
  const to = new Placeholders();
  const ProjectionExpression = ['PK', 'SK', ...new Set(attributes)].map((name) => to.name(name)).join();
  return { ProjectionExpression, ExpressionAttributeNames: to.toRequest().ExpressionAttributeNames };
}
