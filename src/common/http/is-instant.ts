import { applyDecorators } from '@nestjs/common';
import { IsISO8601, Matches } from 'class-validator';

/** Of ISO 8601's forms, those that mean one instant: with an offset, or a day, which begins at midnight UTC. */
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** A point in time as text; `Date.parse` reads it. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    IsISO8601({ strict: true }),
    Matches(INSTANT, { message: '$property must be an ISO 8601 time with an offset, or a date' }),
  );
}
