import type { Session } from '../clients/domain/session.js';
import { isSameFamily } from '../clients/domain/session.js';
import { type Millis, toEpochSeconds } from '../common/clock.js';
import { endOf } from '../clients/domain/credential.js';
import { type Grant, isInForce } from './access-decision.js';
import { isAfterCutOffs } from './bearer-token-rules.js';
import type { VerifiedBearerToken } from './bearer-token-verifier.js';
import type { Access } from './ports/access-reader.js';

/** RFC 7662 §2.2: of a token that is not active, nothing more is told. */
export type Introspection = { readonly active: false } | ActiveToken;

export interface ActiveToken {
  readonly active: true;
  readonly client_id: string;
  /** The `sub` of the client’s Cognito user. */
  readonly sub: string | undefined;
  readonly scope?: string;
  readonly iat: number;
  readonly exp?: number;
  readonly iss?: string;
  readonly aud?: string;
  readonly token_type: 'Bearer' | 'refresh_token';
  readonly tenant_id: string;
}

export const INACTIVE: Introspection = { active: false };

/** Tells of a credential that works. */
export function introspectionOfCredential({ client, tenant, credential, scopes }: Grant): Introspection {
  const end = endOf(credential);
  return {
    active: true,
    client_id: client.id,
    sub: client.sub,
    ...scopeOf(scopes),
    iat: toEpochSeconds(credential.createdAt),
    ...(end !== undefined && { exp: toEpochSeconds(end) }),
    token_type: 'refresh_token',
    tenant_id: tenant.id,
  };
}

/**
 * RFC 7662 §4: all applicable checks on the token's state.
 *
 * Tells of a bearer token: active as long as the sign-in that it descends from is live, and its credential, client and
 * tenant all work and have published no cut-off that means it.
 * @param sessions all of the client’s
 */
export function introspectionOfBearerToken(
  token: VerifiedBearerToken,
  { client, tenant }: Access,
  sessions: readonly Session[],
  now: Millis,
): Introspection {
  const session = sessions.find(({ families }) => families.some((one) => isSameFamily(one, token.family)));
  const credential = session?.state === 'live' ? client?.credentials[session.credentialId] : undefined;
  if (!client || !tenant || !credential) return INACTIVE;
  if (client.sub !== token.sub || tenant.id !== token.tenantId) return INACTIVE;
  if (!isInForce({ client, tenant, credential }, now) || !isAfterCutOffs(token, { client, tenant }))
    return INACTIVE;
  return {
    active: true,
    client_id: client.id,
    sub: token.sub,
    ...scopeOf(token.scopes),
    iat: token.iat,
    exp: token.exp,
    iss: token.issuer,
    aud: token.audience,
    token_type: 'Bearer',
    tenant_id: tenant.id,
  };
}

/** RFC 6749 §3.3: a list of scopes has at least one. */
function scopeOf(scopes: readonly string[]): { scope?: string } {
  return scopes.length === 0 ? {} : { scope: scopes.join(' ') };
}
