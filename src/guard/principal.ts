export const ROLES = ['operator', 'tenant_admin'] as const;
export type Role = (typeof ROLES)[number];

/** A person who signed in, as the USER item says at this very request; the token only says who it is. */
export interface Person {
  readonly type: Role;
  /** Cognito's `sub`. */
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly tenantId: string;
  /** Whether they sign in with a second factor. */
  readonly mfa: boolean;
}

/** An API client that acts for itself, by a credential of its own. */
export interface Machine {
  readonly type: 'client';
  readonly clientId: string;
}

/** Who acts: a person, an API client, nobody known, or the broker itself finishing what is pending. */
export type Principal = Person | Machine | { readonly type: 'anonymous' } | { readonly type: 'system' };
