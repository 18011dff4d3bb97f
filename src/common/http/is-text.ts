import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches } from 'class-validator';

/** Control characters, halves of characters, and what turns the direction of text around: they would forge what people read. */
const PLAIN = /^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u;

interface Size {
  /** Characters; 1 when absent. */
  readonly min?: number;
  readonly max: number;
}

/** One line, as it is: `min` to `max` characters, no control characters. */
export function IsLine({ min = 1, max }: Size): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Length(min, max),
    Matches(PLAIN, { message: '$property must not contain control or half characters' }),
  );
}

/** Text for people: a trimmed line. */
export function IsText(size: Size): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsLine(size),
  );
}
