import { decodeFormComponent, type Form } from './form.js';
import { OAuthError } from './oauth-error.js';

/** What a caller says of who it is. Without `secret` it only names a client. */
export interface ClientAuthentication {
  readonly clientId?: string;
  readonly secret?: string;
}

/** RFC 7617 §2, token68 after the scheme in any case. */
const BASIC = /^Basic +([A-Za-z0-9+/]+={0,2})$/i;

/**
 * Reads the client authentication of a request, by header or body (RFC 6749 §2.3.1).
 * @throws OAuthError `invalid_client`, `two_authentications`, `two_client_ids`
 */
export function readClientAuthentication(
  authorization: string | undefined,
  form: Form,
): ClientAuthentication {
  const named: ClientAuthentication = { clientId: form.get('client_id'), secret: form.get('client_secret') };
  if (authorization === undefined || authorization === '') {
    // RFC 6749 §2.3.1: in the body, client_id is required beside client_secret.
    if (named.secret !== undefined && named.clientId === undefined) throw new OAuthError('invalid_client');
    return named;
  }
  const basic = readBasic(authorization);
  // RFC 6749 §2.3: the client must not use more than one authentication method in each request.
  if (named.secret !== undefined) throw new OAuthError('two_authentications');
  // RFC 6749 §3.2.1: a client may name itself in the body as well; not somebody else.
  if (named.clientId !== undefined && named.clientId !== basic.clientId)
    throw new OAuthError('two_client_ids');
  return basic;
}

/** An empty password is as good as none: Go's oauth2 probes so. */
function readBasic(authorization: string): ClientAuthentication {
  const encoded = BASIC.exec(authorization)?.[1];
  // RFC 6749 §5.2: an unsupported authentication method.
  if (encoded === undefined) throw new OAuthError('invalid_client');
  const text = Buffer.from(encoded, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  if (colon <= 0) throw new OAuthError('invalid_client');
  const clientId = decode(text.slice(0, colon));
  const secret = decode(text.slice(colon + 1));
  return secret === '' ? { clientId } : { clientId, secret };
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before base64. */
function decode(text: string): string {
  try {
    return decodeFormComponent(text);
  } catch {
    throw new OAuthError('invalid_client');
  }
}
