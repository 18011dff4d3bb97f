import { generateKeyPairSync } from 'node:crypto';
import { isSignedBy } from '../src/compact-token.js';
import { readJwks } from '../src/jwks.js';
import { RFC_7515_A2, RFC_7520_41 } from './support/rfc-vectors.js';

const keyOf = ({ n }: { n: string }) =>
  readJwks({ keys: [{ kty: 'RSA', kid: 'of the RFC', n, e: 'AQAB' }] }).get('of the RFC')!;

function partsOf({ token }: { token: string }) {
  const end = token.lastIndexOf('.');
  return { signed: token.slice(0, end), signature: Buffer.from(token.slice(end + 1), 'base64url') };
}

describe.each([
  ['RFC 7515 A.2', RFC_7515_A2, RFC_7520_41],
  ['RFC 7520 §4.1', RFC_7520_41, RFC_7515_A2],
])('the signature of %s', (_, vector, other) => {
  it('is good by its key, and by no other', () => {
    expect(isSignedBy(keyOf(vector), partsOf(vector))).toBe(true);
    expect(isSignedBy(keyOf(other), partsOf(vector))).toBe(false);
  });

  it('is good for its text, and for no other', () => {
    const { signed, signature } = partsOf(vector);
    expect(isSignedBy(keyOf(vector), { signed: `${signed}A`, signature })).toBe(false);
    expect(isSignedBy(keyOf(vector), { ...partsOf(vector), signature: signature.subarray(1) })).toBe(false);
  });
});

it('is not looked for by a key of fewer than 2048 bits (RFC 7518 §3.3)', () => {
  const setOf = (modulusLength: number) => {
    const jwk = generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: 'one' }] };
  };
  expect([...readJwks(setOf(2_048)).keys()]).toEqual(['one']);
  expect(() => readJwks(setOf(1_024))).toThrow('without a key for RS256');
});
