import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { JsonObject } from './json-object.js';

/**
 * Reads a JWK set: its keys that may verify RS256, by their ids. RFC 7517 §5: others are ignored.
 * @throws TypeError for what has none: it is not believed
 */
export function readJwks(document: unknown): ReadonlyMap<string, KeyObject> {
  const { keys } = document as { keys?: unknown };
  if (!Array.isArray(keys)) throw new TypeError('not a key set');
  const usable = new Map<string, KeyObject>();
  for (const jwk of keys) {
    const key = mayVerify(jwk) ? publicKeyOf(jwk) : undefined;
    if (key !== undefined) usable.set((jwk as { kid: string }).kid, key);
  }
  if (usable.size === 0) throw new TypeError('a key set without a key for RS256');
  return usable;
}

/** RFC 7517 §4.1, §4.2, §4.4: what it is for, where it says so. */
function mayVerify(jwk: unknown): jwk is JsonWebKey {
  const { kty, kid, alg = 'RS256', use = 'sig' } = (jwk ?? {}) as JsonObject;
  return kty === 'RSA' && typeof kid === 'string' && alg === 'RS256' && use === 'sig';
}

/** RFC 7518 §3.3: a key of fewer than 2048 bits must not be used. */
function publicKeyOf({ kty, n, e }: JsonWebKey): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: { kty, n, e } as JsonWebKey, format: 'jwk' });
    return key.asymmetricKeyDetails!.modulusLength! < 2_048 ? undefined : key;
  } catch {
    return undefined;
  }
}
