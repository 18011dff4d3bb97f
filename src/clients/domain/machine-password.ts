import { randomBytes } from 'node:crypto';

/** A password that nobody ever sees: 256 random bits, with one of each kind of character for Cognito's policy. */
export function newMachinePassword(): string {
  return `${randomBytes(32).toString('base64url')}aA1!`;
}
