import type { ClientAuthentication } from './client-authentication.js';
import type { Form } from './form.js';

/** A request to one of the OAuth endpoints that take a form, read but not yet judged. */
export interface OAuthRequest {
  readonly form: Form;
  readonly authentication: ClientAuthentication;
  readonly ip: string | undefined;
  readonly requestId: string;
  /** Aborts at the request's deadline. */
  readonly signal: AbortSignal;
}

export interface IntrospectionRequest extends OAuthRequest {
  /** The value of an `Authorization` header of the scheme Bearer, sent in place of client authentication. */
  readonly bearer?: string;
}
