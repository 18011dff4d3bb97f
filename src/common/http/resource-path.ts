import type { FastifyRequest } from './fastify-request.js';

/** The path as the router understood it, with its ids in their places: however it was spelled, the same. */
export function resourcePath({ routeOptions, params }: FastifyRequest): string {
  const ids = params as Readonly<Record<string, string>>;
  return (routeOptions.url ?? '').replace(/:(\w+)/g, (_, name: string) => ids[name] ?? '');
}
