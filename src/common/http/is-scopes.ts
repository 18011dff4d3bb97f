import { applyDecorators } from '@nestjs/common';
import {
  ArrayMaxSize,
  ArrayNotContains,
  ArrayUnique,
  buildMessage,
  IsArray,
  Matches,
  ValidateBy,
} from 'class-validator';
import { OPENID, SCOPE_TOKEN } from '../scopes.js';

const MAX_SCOPES = 50;
/** Cognito's limit of an attribute, and so of `custom:scopes`, where they stand with a space between two. */
const MAX_TOGETHER = 2_048;

/** A set of scopes that a token can carry. */
export function IsScopes(): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(MAX_SCOPES),
    ArrayUnique(),
    Matches(SCOPE_TOKEN, { each: true, message: 'each entry of $property must be a scope' }),
    ArrayNotContains([OPENID], { message: `$property must not hold ${OPENID}: it is always allowed` }),
    FitTogether(),
  );
}

function FitTogether(): PropertyDecorator {
  return ValidateBy({
    name: 'fitTogether',
    validator: {
      validate: (value: unknown) => Array.isArray(value) && value.join(' ').length <= MAX_TOGETHER,
      defaultMessage: buildMessage(() => `$property must have at most ${MAX_TOGETHER} characters in all`),
    },
  });
}
