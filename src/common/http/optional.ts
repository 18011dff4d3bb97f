import { ValidateIf } from 'class-validator';

/** The field may be left out. Unlike `IsOptional` of class-validator, `null` is not the same: it is judged as a value. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
