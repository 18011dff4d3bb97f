import { buildMessage, ValidateBy } from 'class-validator';
import { IsInstant } from './is-instant.js';

/** A point in time that has not come yet. */
export function IsFutureTime(): PropertyDecorator {
  const decorators = [IsInstant(), IsInTheFuture()];
  return (target, key) => decorators.forEach((decorate) => decorate(target, key));
}

function IsInTheFuture(): PropertyDecorator {
  return ValidateBy({
    name: 'isInTheFuture',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && Date.parse(value) > Date.now(),
      defaultMessage: buildMessage(() => '$property must be in the future'),
    },
  });
}
