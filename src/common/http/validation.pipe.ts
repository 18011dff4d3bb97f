import { Injectable, ValidationPipe as NestValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldError, Problem } from '../errors/problem.js';

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
}

function flatten(error: ValidationError, prefix = ''): FieldError[] {
  const field = prefix + error.property;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    field,
    message: text(rule, message),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, `${field}.`))];
}

function text(rule: string, message: string): string {
  return rule === 'whitelistValidation' ? 'is not a known field' : message;
}
