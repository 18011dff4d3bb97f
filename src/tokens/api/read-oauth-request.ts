import { normalAddress } from '../../common/http/caller-address.js';
import type { FastifyRequest } from '../../common/http/fastify-request.js';
import { type ClientAuthentication, readClientAuthentication } from '../client-authentication.js';
import { type Form, readForm } from '../form.js';
import { OAuthError } from '../oauth-error.js';
import type { IntrospectionRequest, OAuthRequest } from '../oauth-request.js';

/** @throws OAuthError */
export function readOAuthRequest(request: FastifyRequest): OAuthRequest {
  const form = readFormOf(request);
  return toRequest(request, form, readClientAuthentication(request.headers.authorization, form));
}

/** Introspection may be asked for with a person's access token too (RFC 7662 §2.1). @throws OAuthError */
export function readIntrospectionRequest(request: FastifyRequest): IntrospectionRequest {
  const { authorization } = request.headers;
  if (authorization === undefined || !/^Bearer /i.test(authorization)) return readOAuthRequest(request);
  const form = readFormOf(request);
  // RFC 6749 §2.3: the client must not use more than one authentication method in each request.
  if (form.has('client_secret')) throw new OAuthError('two_authentications');
  return { ...toRequest(request, form, {}), bearer: authorization };
}

function readFormOf({ body, headers, url }: FastifyRequest): Form {
  const { 'content-type': contentType, 'content-encoding': contentEncoding } = headers;
  return readForm({ body, contentType, contentEncoding, url });
}

function toRequest(
  { id, ip, deadline }: FastifyRequest,
  form: Form,
  authentication: ClientAuthentication,
): OAuthRequest {
  return { form, authentication, ip: normalAddress(ip), requestId: id, signal: deadline };
}
