import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { randomCrockford } from '../../common/ids.js';

/**
 * The one published shape of a credential: `bab_`, the client's 16 characters, 8 of the credential's own, `_`,
 * 43 base62 characters of secret (256 bits) and the CRC-32 of all before it as 6 base62 digits.
 */
export const CREDENTIAL = /^bab_[0-9a-hjkmnp-tv-z]{24}_[0-9A-Za-z]{49}$/;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;

/** What a credential says of itself. */
export interface ParsedCredential {
  readonly clientId: string;
  readonly credentialId: string;
  /** SHA-256 of the secret part, as it is stored; of all of it, where it is foreign. */
  readonly hash: Uint8Array;
  /** Of a former system, and not of our shape. */
  readonly foreign?: true;
}

/** A credential to be issued. `credential` is the secret, to be shown once. */
export interface NewCredential extends ParsedCredential {
  readonly credential: string;
  /** The last four characters of the credential: enough to recognise it, not to guess it. */
  readonly hint: string;
}

/** Makes a credential for `clientId` from 256 random bits. */
export function newCredential(clientId: string): NewCredential {
  const identity = clientId.slice('cl_'.length) + randomCrockford(8);
  const body = `bab_${identity}_${randomBase62(SECRET_LENGTH)}`;
  return madeCredential(body + checksum(body));
}

/** One that {@link newCredential} has made before. */
export function madeCredential(credential: string): NewCredential {
  return { ...describe(credential), credential, hint: credential.slice(-4) };
}

/**
 * Reads a credential without any I/O.
 * @returns undefined where the shape or the checksum is wrong: it cannot be one of ours
 */
export function parseCredential(text: string): ParsedCredential | undefined {
  if (!CREDENTIAL.test(text)) return undefined;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return checksum(body) === text.slice(-CHECKSUM_LENGTH) ? describe(text) : undefined;
}

/** Compares two hashes in constant time. */
export function equalHashes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function describe(credential: string): ParsedCredential {
  const identity = credential.slice(4, 28);
  const secret = credential.slice(29, 29 + SECRET_LENGTH);
  return {
    clientId: `cl_${identity.slice(0, 16)}`,
    credentialId: `cr_${identity}`,
    hash: hash('sha256', secret, 'buffer'),
  };
}

/** 43 digits below 62^43 (which is above 2^256), each equally likely: bytes of 248 and more are thrown away. */
function randomBase62(length: number): string {
  let digits = '';
  while (digits.length < length)
    for (const byte of randomBytes(2 * length))
      if (byte < 248 && digits.length < length) digits += BASE62[byte % 62];
  return digits;
}

/** CRC-32 as base62, most significant digit first (62^6 is above 2^32). */
function checksum(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
