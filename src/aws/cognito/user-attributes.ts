import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { incompleteAnswer } from './cognito-errors.js';

/** A user's attributes by name; one that was never set is absent, and so, on AWS, is one set to ''. */
export type UserAttributes = Readonly<Record<string, string | undefined>>;

export function readAttributes(attributes: readonly AttributeType[] = []): UserAttributes {
  return Object.fromEntries(attributes.map(({ Name = '', Value }) => [Name, Value]));
}

export function writeAttributes(attributes: Readonly<Record<string, string>>): AttributeType[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** The id that Cognito gave the user; it never changes. */
export function subOf(attributes: UserAttributes): string {
  if (!attributes['sub']) throw incompleteAnswer('sub');
  return attributes['sub'];
}
