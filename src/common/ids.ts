import { randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulidx';
import type { Millis } from './clock.js';

/** Crockford's base32 in lower case: no i, l, o, u. */
const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
/** How far a clock may step back before order within the process gives way to the true time. */
const STEP_BACK = 1_000;
let nextUlid = monotonicFactory();
let latest = 0;

/** `length` characters of lower-case Crockford base32, five random bits each. */
export function randomCrockford(length: number): string {
  return crockfordOf(randomBytes(length), length);
}

/** Lower-case Crockford base32 of the first `length` of `bytes`: five bits of each. */
export function crockfordOf(bytes: Uint8Array, length: number): string {
  return Array.from(bytes.subarray(0, length), (byte) => CROCKFORD[byte & 31]).join('');
}

/** Sorts by time; within one process strictly ascending, as long as the clock does not step back. */
export function ulid(at: Millis): string {
  if (at < latest - STEP_BACK) nextUlid = monotonicFactory();
  latest = at;
  return nextUlid(at);
}

/** `cl_` and 16 characters, 80 random bits. */
export function newClientId(): string {
  return `cl_${randomCrockford(16)}`;
}

/** `tn_` and 16 characters, 80 random bits. */
export function newTenantId(): string {
  return `tn_${randomCrockford(16)}`;
}

/** `rg_` and 16 characters, 80 random bits. */
export function newRegistrationId(): string {
  return `rg_${randomCrockford(16)}`;
}

export const CLIENT_ID = /^cl_[0-9a-hjkmnp-tv-z]{16}$/;
export const CREDENTIAL_ID = /^cr_[0-9a-hjkmnp-tv-z]{24}$/;
export const TENANT_ID = /^(tn_[0-9a-hjkmnp-tv-z]{16}|platform)$/;
export const REGISTRATION_ID = /^rg_[0-9a-hjkmnp-tv-z]{16}$/;
/** Cognito's `sub`, of people. */
export const USER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The operators' own tenant, made by `init`. */
export const PLATFORM_TENANT_ID = 'platform';
