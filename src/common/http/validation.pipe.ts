import { type ArgumentMetadata, Injectable, ValidationPipe as NestValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { redact } from '../logging/redact.js';
import { type FieldError, Problem } from '../errors/problem.js';

const UNKNOWN = 'is not a known field';

/** DTOs are taken to the letter: unknown fields are refused, nothing is converted silently. */
@Injectable()
export class ValidationPipe extends NestValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) =>
        new Problem('validation_failed', { errors: errors.flatMap((e) => flatten(e)) }),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'query') refuseInherited(value as object);
    return super.transform(value, metadata);
  }
}

/** class-transformer drops what is called like what every object has. A body with such a field is no JSON to us. */
function refuseInherited(query: object): void {
  const errors = Object.keys(query)
    .filter((name) => name in Object.prototype)
    .map((name) => ({ field: name, message: UNKNOWN }));
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
}

/** A field may be called what was meant to be its value: no secret goes back for that. */
function flatten(error: ValidationError, prefix = ''): FieldError[] {
  const field = redact(prefix + error.property);
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    field,
    message: text(rule, message),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, `${field}.`))];
}

function text(rule: string, message: string): string {
  return rule === 'whitelistValidation' ? UNKNOWN : message;
}
