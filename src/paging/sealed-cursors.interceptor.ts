import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { Config } from '../config/config.js';
import type { FastifyRequest } from '../guard/guarded-request.js';
import { CursorSeal } from './cursor-seal.js';

/** Seals the cursors of all lists on their way out, and opens them on their way in: within, they are the stores' own. */
@Injectable()
export class SealedCursors implements NestInterceptor {
  private readonly seal: CursorSeal;

  constructor({ people }: Config) {
    this.seal = new CursorSeal(people.clientSecret);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!request.url.startsWith('/api/') || request.method !== 'GET') return next.handle();
    const place = placeOf(request);
    const query = request.query as { cursor?: unknown };
    if (typeof query.cursor === 'string') query.cursor = this.seal.open(query.cursor, place);
    return next.handle().pipe(map((body: unknown) => this.sealedIn(body, place)));
  }

  private sealedIn(body: unknown, place: string): unknown {
    const { nextCursor } = body as { nextCursor?: string | null };
    if (!nextCursor) return body;
    return { ...(body as object), nextCursor: this.seal.seal(nextCursor, place) };
  }
}

/** Which list it is, and to which tenant's people it was told; how it is filtered, the store's own cursor says. */
function placeOf({ principal, url }: FastifyRequest): string {
  const tenantId = 'tenantId' in principal ? principal.tenantId : '';
  return `${tenantId} ${url.split('?')[0]}`;
}
