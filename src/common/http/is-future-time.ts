import { applyDecorators } from '@nestjs/common';
import { buildMessage, ValidateBy } from 'class-validator';
import { IsInstant } from './is-instant.js';

/** The last instant that ISO 8601 writes with four digits of a year. */
const END_OF_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A point in time that has not come yet, of a year up to 9999 (in UTC: an offset may lead beyond). */
export function IsFutureTime(): PropertyDecorator {
  return applyDecorators(IsInstant(), IsInTheFuture());
}

function IsInTheFuture(): PropertyDecorator {
  return ValidateBy({
    name: 'isInTheFuture',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isToCome(Date.parse(value)),
      defaultMessage: buildMessage(() => '$property must be in the future, before the year 10000'),
    },
  });
}

function isToCome(at: number): boolean {
  return at > Date.now() && at <= END_OF_TIME;
}
