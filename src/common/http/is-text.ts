import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches } from 'class-validator';

/** Control characters, halves of characters, and what turns the direction of text around: they would forge what people read. */
const PLAIN = /^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u;

/** Text for people, of one line: trimmed, `min` (default 1) to `max` characters, no control characters. */
export function IsText({ min = 1, max }: { min?: number; max: number }): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsString(),
    Length(min, max),
    Matches(PLAIN, { message: '$property must not contain control or half characters' }),
  );
}
