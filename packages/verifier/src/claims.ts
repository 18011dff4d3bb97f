import type { Client } from './client.js';
import { ClaimInvalid, TokenExpired, TokenNotYetValid } from './errors.js';
import type { JsonObject } from './json-object.js';

/** Since 1970. */
export type Millis = number;

/** What the claims are held to. */
export interface Expectations {
  readonly issuer: string;
  readonly audience: string;
  /** Seconds by which clocks may differ. */
  readonly clockTolerance: number;
}

/** The claims of a bearer token that are as they must be. */
export interface Claims {
  readonly sub: string;
  readonly clientId: string;
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** Seconds since 1970. */
  readonly iat: number;
  /** Seconds since 1970. */
  readonly exp: number;
  /** All of them, as the broker's cut-offs name them. */
  readonly payload: JsonObject;
}

/** RFC 6749 §3.3: the characters of a scope, and one space between two. */
const SCOPES = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** By which families of tokens are cut off: a value of another type would escape. */
const FAMILY_CLAIMS = ['origin_jti', 'jti'];

/**
 * RFC 7519 §4.1 and Cognito's own rules for an ID token.
 * @throws ClaimInvalid
 * @throws TokenExpired
 * @throws TokenNotYetValid
 */
export function readClaims(payload: JsonObject, expected: Expectations, now: Millis): Claims {
  if (payload['iss'] !== expected.issuer) throw new ClaimInvalid('iss');
  if (payload['aud'] !== expected.audience) throw new ClaimInvalid('aud');
  if (payload['token_use'] !== 'id') throw new ClaimInvalid('token_use');
  for (const name of FAMILY_CLAIMS) if (payload[name] !== undefined) text(payload, name);
  return {
    ...times(payload, expected.clockTolerance, now),
    sub: text(payload, 'sub'),
    clientId: text(payload, 'cognito:username'),
    tenantId: text(payload, 'custom:tenant_id'),
    scopes: scopesIn(payload),
    payload,
  };
}

/** Anew for each who asks, since what a caller does to it must not reach another. */
export function clientOf({ clientId, tenantId, scopes, sub, exp }: Claims): Client {
  return { clientId, tenantId, scopes: [...scopes], sub, expiresAt: new Date(exp * 1_000) };
}

function times(payload: JsonObject, tolerance: number, now: Millis): { iat: number; exp: number } {
  const [iat, exp] = [seconds(payload, 'iat'), seconds(payload, 'exp')];
  const nbf = payload['nbf'] === undefined ? iat : seconds(payload, 'nbf');
  if (exp + tolerance <= now / 1_000) throw new TokenExpired();
  if (Math.max(iat, nbf) - tolerance > now / 1_000) throw new TokenNotYetValid();
  return { iat, exp };
}

function seconds(payload: JsonObject, name: string): number {
  const value = payload[name];
  if (!Number.isSafeInteger(value)) throw new ClaimInvalid(name);
  return value as number;
}

function text(payload: JsonObject, name: string): string {
  const value = payload[name];
  if (typeof value !== 'string' || value === '') throw new ClaimInvalid(name);
  return value;
}

/** Absent when the client has none. */
function scopesIn(payload: JsonObject): readonly string[] {
  const value = payload['custom:scopes'];
  if (value === undefined || value === '') return [];
  if (typeof value !== 'string' || !SCOPES.test(value)) throw new ClaimInvalid('custom:scopes');
  return value.split(' ');
}
