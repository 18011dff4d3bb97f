import type { Config } from '../config/config.js';

const CLIENT_AUTHENTICATION = ['client_secret_basic', 'client_secret_post'];

/** RFC 8414 §2. From the configuration alone: whatever a request says of where it was sent, we are who we are. */
export function serverMetadata({ publicUrl, swagger }: Pick<Config['http'], 'publicUrl' | 'swagger'>) {
  return {
    issuer: publicUrl,
    token_endpoint: `${publicUrl}/oauth/token`,
    jwks_uri: `${publicUrl}/.well-known/jwks.json`,
    // There is no authorization endpoint, and so no response type.
    response_types_supported: [],
    grant_types_supported: ['refresh_token', 'client_credentials'],
    // `none`: a credential sent as refresh token proves its client by itself.
    token_endpoint_auth_methods_supported: [...CLIENT_AUTHENTICATION, 'none'],
    revocation_endpoint: `${publicUrl}/oauth/revoke`,
    revocation_endpoint_auth_methods_supported: [...CLIENT_AUTHENTICATION, 'none'],
    introspection_endpoint: `${publicUrl}/oauth/introspect`,
    // `Bearer`: operators may send an access token instead.
    introspection_endpoint_auth_methods_supported: [...CLIENT_AUTHENTICATION, 'Bearer'],
    ...(swagger && { service_documentation: `${publicUrl}/docs` }),
  };
}
