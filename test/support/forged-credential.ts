import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The same credential with another secret, its checksum right: only the stored hash tells that it is wrong. */
export function withAnotherSecret(credential: string): string {
  const identity = credential.slice(0, credential.lastIndexOf('_') + 1);
  const body = identity + '7'.repeat(43);
  return body + base62(crc32(body));
}

/** A well-formed credential of a client that there is not. */
export function ofUnknownClient(): string {
  return withAnotherSecret(`bab_${'0'.repeat(24)}_`);
}

function base62(value: number): string {
  const digits = [5, 4, 3, 2, 1, 0].map((place) => Math.floor(value / 62 ** place) % 62);
  return digits.map((digit) => BASE62[digit]).join('');
}
