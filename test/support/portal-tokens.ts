import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';

/** cognito-local signs with a key that everybody has. */
export function emulatorKey(): JWK {
  const main = createRequire(import.meta.url).resolve('cognito-local');
  const file = join(dirname(main), 'keys', 'cognitoLocal.private.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { jwk: JWK }).jwk;
}

/** A token with these claims, signed as cognito-local does. */
export async function signed(claims: JWTPayload, kid = emulatorKey().kid!): Promise<string> {
  const key = await importJWK(emulatorKey(), 'RS256');
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
}
