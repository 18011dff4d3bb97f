import fc from 'fast-check';
import { newClientId } from '../../common/ids.js';
import { CREDENTIAL, equalHashes, newCredential, parseCredential } from './credential-secret.js';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('a new credential', () => {
  it('matches the published expression and reads back as itself', () => {
    const clientId = newClientId();
    const made = newCredential(clientId);
    expect(made.credential).toMatch(CREDENTIAL);
    expect(made.clientId).toBe(clientId);
    expect(made.hint).toBe(made.credential.slice(-4));
    const { credentialId, hash } = made;
    expect(parseCredential(made.credential)).toEqual({ clientId, credentialId, hash });
  });

  it('has 256 bits of its own', () => {
    const secrets = Array.from({ length: 500 }, () =>
      newCredential('cl_0123456789abcdef').credential.slice(29, 72),
    );
    expect(new Set(secrets).size).toBe(500);
    expect(new Set(secrets.join('')).size).toBe(62);
  });

  it('ends in the CRC-32 of all before it, which others compute too', () => {
    // python3 -c "import zlib; print(zlib.crc32(b'bab_0123456789abcdef01234567_' + b'0' * 43))" in base62
    const body = `bab_0123456789abcdef01234567_${'0'.repeat(43)}`;
    expect(parseCredential(`${body}15pSS9`)).toMatchObject({ clientId: 'cl_0123456789abcdef' });
  });
});

describe('reading a credential', () => {
  const { credential } = newCredential('cl_0123456789abcdef');

  it('refuses every single changed character', () => {
    const position = fc.integer({ min: 0, max: credential.length - 1 });
    fc.assert(
      fc.property(position, fc.constantFrom(...BASE62), (at, digit) => {
        fc.pre(credential[at] !== digit);
        const changed = credential.slice(0, at) + digit + credential.slice(at + 1);
        expect(parseCredential(changed)).toBeUndefined();
      }),
    );
  });

  it('refuses whatever else it is given', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(parseCredential(text)).toBeUndefined()));
    for (const text of [
      '',
      ` ${credential}`,
      `${credential}\n`,
      credential.toUpperCase(),
      credential.slice(1),
    ])
      expect(parseCredential(text)).toBeUndefined();
  });
});

describe('comparing hashes', () => {
  it('tells equal from unequal, whatever their length', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(fc.property(bytes, (hash) => expect(equalHashes(hash, Uint8Array.from(hash))).toBe(true)));
    expect(equalHashes(new Uint8Array(32), new Uint8Array(32).fill(1))).toBe(false);
    expect(equalHashes(new Uint8Array(32), new Uint8Array(31))).toBe(false);
  });
});
