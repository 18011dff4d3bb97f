import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { Problem } from '../errors/problem.js';
import type { FastifyRequest } from './fastify-request.js';
import { RAW_BODY } from './raw-body.js';

const JSON_TYPE = /^application\/json(?:\s*;\s*charset=(?:"utf-8"|utf-8))?\s*$/i;

/**
 * Reads the JSON body after the guard has let the request pass: who may not ask is told so before anything is said
 * of what was sent (so bodies arrive here as bytes).
 */
@Injectable()
export class JsonBodyInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.reflector.get(RAW_BODY, context.getClass())) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.body = readJsonObject(request);
    return next.handle();
  }
}

/** @throws Problem `unsupported_media_type`, `malformed_request` */
export function readJsonObject({ body, headers }: Pick<FastifyRequest, 'body' | 'headers'>): object {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' || !JSON_TYPE.test(headers['content-type'] ?? ''))
    throw new Problem('unsupported_media_type');
  const value = parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Problem('malformed_request');
  return value;
}

function parse(body: Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return JSON.parse(text, refusePrototype);
  } catch {
    throw new Problem('malformed_request');
  }
}

/** No field of ours is called like what every object has; class-transformer would drop such a one silently. */
function refusePrototype(key: string, value: unknown): unknown {
  if (key === 'prototype' || key in Object.prototype) throw new SyntaxError('not a field');
  return value;
}
