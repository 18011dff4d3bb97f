/** The API client that a bearer token speaks for. */
export interface Client {
  /** `cl_…` */
  readonly clientId: string;
  /** The partner organisation that the client belongs to. */
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** The `sub` of the client's Cognito user. */
  readonly sub: string;
  /** When the token expires. */
  readonly expiresAt: Date;
}
