import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { buildMessage, isEmail, MaxLength, ValidateBy } from 'class-validator';

/** RFC 5321 §4.5.3.1.3: the longest path, less its angle brackets. */
export const MAX_EMAIL = 254;

/** An address as it is stored and as Cognito knows it. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Puts a field into the form of {@link normalEmail} before it is validated. */
export function NormalEmail(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? normalEmail(value) : value,
  );
}

/** An address that an invitation can be mailed to, in normal form; Cognito's mailer takes ASCII local parts only. */
export function IsMailable(): PropertyDecorator {
  return applyDecorators(
    NormalEmail(),
    MaxLength(MAX_EMAIL),
    ValidateBy({
      name: 'isMailable',
      validator: {
        validate: isMailable,
        defaultMessage: buildMessage(() => '$property must be an e-mail address'),
      },
    }),
  );
}

/** `isEmail` throws over halves of characters. */
function isMailable(value: unknown): boolean {
  if (typeof value !== 'string' || /\p{Cs}/u.test(value)) return false;
  return isEmail(value, { allow_utf8_local_part: false });
}
