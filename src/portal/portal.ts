import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { pageHeaders } from '../common/http/security-headers.js';
import { PACKAGE_ROOT } from '../common/package-root.js';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.js';

/** What `npm run build` makes of packages/portal. */
const BUILT = join(PACKAGE_ROOT, 'packages/portal/dist');
/** A file of one folder: nothing below it, nothing above. */
const ASSET = /^[\w-]+(?:\.[\w-]+)+$/;
/** The pages find their way by the path themselves. */
const PAGES = ['/portal', '/portal/*'];
const PAGE_HEADERS = {
  ...pageHeaders({ contentSecurityPolicy: CONTENT_SECURITY_POLICY }),
  'cache-control': 'no-cache',
};

/**
 * The portal's pages, at /portal. Names of assets hold a hash of their content, so they are kept for good; the page that
 * names them is asked for each time.
 * @throws Error when the portal was not built
 */
export async function servePortal(fastify: FastifyInstance): Promise<void> {
  if (!existsSync(join(BUILT, 'index.html')))
    throw new Error('The portal is not built: run npm run build, or set PORTAL=off');
  await fastify.register(async (scope) => {
    await scope.register(staticFiles, { root: BUILT, serve: false, preCompressed: true });
    serveAssets(scope);
    PAGES.forEach((page) => servePage(scope, page));
  });
}

function serveAssets(scope: FastifyInstance): void {
  const route = { config: { public: true } };
  scope.get<{ Params: { '*': string } }>('/portal/assets/*', route, ({ params }, reply) => {
    const name = params['*'];
    if (!ASSET.test(name)) return reply.callNotFound();
    return reply.sendFile(`assets/${name}`, { maxAge: '1y', immutable: true });
  });
}

function servePage(scope: FastifyInstance, path: string): void {
  scope.get(path, { config: { public: true } }, (_request, reply) =>
    reply.headers(PAGE_HEADERS).sendFile('index.html', { cacheControl: false }),
  );
}
