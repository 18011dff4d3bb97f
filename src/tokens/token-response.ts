/** RFC 6749 §5.1. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** The true rest of the token's life, seconds. */
  readonly expires_in: number;
  readonly scope?: string;
  readonly id_token?: string;
}
