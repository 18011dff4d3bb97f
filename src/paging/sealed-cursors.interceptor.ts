import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { PageBody } from '../common/http/page-body.js';
import { PageQueryDto } from '../common/http/page-query.dto.js';
import { resourcePath } from '../common/http/resource-path.js';
import { Config } from '../config/config.js';
import type { FastifyRequest } from '../guard/guarded-request.js';
import { CursorSeal } from './cursor-seal.js';

/**
 * Seals the cursors of lists on their way out, and opens them on their way in: within, they are the stores' own. A list is
 * every route that takes a {@link PageQueryDto}.
 */
@Injectable()
export class SealedCursors implements NestInterceptor {
  private readonly seal: CursorSeal;

  constructor({ people }: Config) {
    this.seal = new CursorSeal(people.clientSecret);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!isList(context)) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const place = placeOf(request);
    const query = request.query as { cursor?: unknown };
    // Any other value is none at all: the validation of the query says so.
    if (typeof query.cursor === 'string' && query.cursor !== '')
      query.cursor = this.seal.open(query.cursor, place);
    return next.handle().pipe(map((page: PageBody<unknown>) => this.sealed(page, place)));
  }

  private sealed(page: PageBody<unknown>, place: string): PageBody<unknown> {
    const { nextCursor } = page;
    return { ...page, nextCursor: nextCursor === null ? null : this.seal.seal(nextCursor, place) };
  }
}

function isList(context: ExecutionContext): boolean {
  const prototype = context.getClass<object>().prototype as object;
  const types: unknown = Reflect.getMetadata('design:paramtypes', prototype, context.getHandler().name);
  return Array.isArray(types) && types.some((type) => type === PageQueryDto || isPageQuery(type));
}

function isPageQuery(type: unknown): boolean {
  return typeof type === 'function' && type.prototype instanceof PageQueryDto;
}

/** Which list it is, and to which tenant's people it was told; how it is filtered, the store's own cursor says. */
function placeOf(request: FastifyRequest): string {
  const { principal } = request;
  const tenantId = 'tenantId' in principal ? principal.tenantId : '';
  return `${tenantId} ${resourcePath(request)}`;
}
