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
}

/** Who acts: a person, nobody known, or the broker itself finishing what is pending. */
export type Principal = Person | { readonly type: 'anonymous' } | { readonly type: 'system' };
