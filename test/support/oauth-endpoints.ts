import type { TestBroker } from './broker.js';
import { FORM, type HttpMessage } from './http-message.js';
import { makeMachine } from './machines.js';
import { makeOperator, makeTenant } from './people.js';

export type OAuthEndpointName = 'token' | 'revoke' | 'introspect';

/** One of the endpoints that take a form, with what it serves. */
export interface OAuthEndpoint {
  readonly path: string;
  /** Is served as it is. */
  readonly form: string;
  /** Is served when the client authenticates. */
  readonly bare: string;
  /** A parameter that it cannot do without. */
  readonly required: string;
  /** A client that may ask here. */
  readonly clientId: string;
  readonly credential: string;
  /** The body of its answer to either form. */
  readonly served: RegExp;
  readonly challenge: string;
}

export type OAuthEndpoints = Readonly<Record<OAuthEndpointName, OAuthEndpoint>>;

const BASIC = 'Basic realm="broker.example", charset="UTF-8"';
const TOKEN = /^\{"access_token":"[\w.-]+","token_type":"Bearer","expires_in":\d+,"scope":"orders:read"\}$/;

/** The endpoints of this broker, with a client of a tenant and one of the platform that may introspect. */
export async function makeOAuthEndpoints(broker: TestBroker): Promise<OAuthEndpoints> {
  const operator = await makeOperator(broker);
  const { admin } = await makeTenant(operator);
  const partner = await makeMachine(admin.api);
  const asker = await makeMachine(operator.api, { tenantId: 'platform', scopes: [], introspect: true });
  return {
    token: {
      path: '/oauth/token',
      form: `grant_type=refresh_token&refresh_token=${partner.credential}`,
      bare: 'grant_type=client_credentials',
      required: 'grant_type',
      ...partner,
      served: TOKEN,
      challenge: BASIC,
    },
    revoke: {
      path: '/oauth/revoke',
      form: 'token=none-of-ours',
      bare: 'token=none-of-ours',
      required: 'token',
      ...partner,
      served: /^$/,
      challenge: BASIC,
    },
    introspect: {
      path: '/oauth/introspect',
      form: `token=none-of-ours&client_id=${asker.clientId}&client_secret=${asker.credential}`,
      bare: 'token=none-of-ours',
      required: 'token',
      ...asker,
      served: /^\{"active":false\}$/,
      challenge: `${BASIC}, Bearer realm="broker.example"`,
    },
  };
}

/** A request that the endpoint serves, with these changes. */
export function posted(
  { path, form }: OAuthEndpoint,
  { headers, ...rest }: Partial<HttpMessage> = {},
): HttpMessage {
  return { target: path, body: form, ...rest, headers: { 'content-type': FORM, ...headers } };
}
