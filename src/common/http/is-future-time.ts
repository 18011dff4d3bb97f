import { buildMessage, ValidateBy } from 'class-validator';

/** RFC 3339 §5.6, so with an offset: a time without one would be read in the server's own zone. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** An ISO 8601 time, with its offset, that has not come yet. */
export function IsFutureTime(): PropertyDecorator {
  return ValidateBy({
    name: 'isFutureTime',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && DATE_TIME.test(value) && Date.parse(value) > Date.now(),
      defaultMessage: buildMessage(() => '$property must be a future time such as 2030-01-31T09:30:00Z'),
    },
  });
}
