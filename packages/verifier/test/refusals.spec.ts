import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { exportSPKI } from 'jose';
import type { Verifier } from '../src/verifier.js';
import { type KeyPair, makeKeyPair, Pool, publicJwk } from './support/pool.js';
import { RFC_7515_A2, RFC_7520_41 } from './support/rfc-vectors.js';
import { outcomeOf, verifierOf } from './support/verifiers.js';

let pool: Pool;
let verifier: Verifier;
let stranger: KeyPair;

beforeAll(async () => {
  pool = await Pool.start();
  stranger = await makeKeyPair('stranger');
  verifier = verifierOf(pool);
  await verifier.ready();
});
afterAll(() => pool.stop());
beforeEach(() => pool.asked.splice(0));

const outcome = (token: string) => outcomeOf(verifier.verify(token));
const encode = (text: string | object) =>
  Buffer.from(typeof text === 'string' ? text : JSON.stringify(text)).toString('base64url');

/** Signed by the pool's own key, whatever it is: text as it stands. */
async function signed(header: string, payload: string): Promise<string> {
  const input = `${encode(header)}.${encode(payload)}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', pool.key.privateKey, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

const HEADER = '{"kid":"one","alg":"RS256"}';
const claimsText = (claims: object = {}) => JSON.stringify({ ...pool.claims(), ...claims });

it('takes a token as Cognito makes them, with its escaped slashes, and tells whom it is for', async () => {
  const payload = claimsText().replaceAll('/', '\\/');

  expect(await verifier.verify(await signed(HEADER, payload))).toEqual({
    clientId: 'cl_0000000000000000',
    tenantId: 'tn_0000000000000000',
    scopes: ['orders:read', 'orders:write'],
    sub: '6f1c2f0e-0000-4000-8000-000000000000',
    expiresAt: new Date(Number((JSON.parse(payload) as { exp: number }).exp) * 1_000),
  });
});

it.each([
  ['absent', undefined],
  ['empty', ''],
])('takes scopes that are %s as none', async (_, scopes) => {
  expect((await verifier.verify(await pool.token({ 'custom:scopes': scopes }))).scopes).toEqual([]);
});

describe('what is no token in its strict form is malformed:', () => {
  const broken: [string, (token: string) => string][] = [
    ['nothing', () => ''],
    ['words', () => 'not a token'],
    ['two parts', (token) => token.split('.').slice(0, 2).join('.')],
    ['no signature', (token) => token.replace(/[^.]+$/, '')],
    ['four parts', (token) => `${token}.e30`],
    ['five parts, as of JWE', (token) => `${token}.e30.e30`],
    ['a space before it', (token) => ` ${token}`],
    ['a space behind it', (token) => `${token} `],
    ['a line feed behind it', (token) => `${token}\n`],
    ['a space in it', (token) => token.replace('.', ' .')],
    ['padding', (token) => `${token}==`],
    ['base64 instead of base64url', (token) => token.replace(/.$/, '+')],
    ['a NUL', (token) => `${token}\0`],
    ['a letter that looks like another', (token) => token.replace('e', 'е')],
    ['more than anybody sends', (token) => token.replace('.', `.${'A'.repeat(20_000)}`)],
    ['the JSON serialization', (token) => JSON.stringify({ payload: token.split('.')[1] })],
  ];

  it.each(broken)('%s', async (_, bend) => {
    expect(await outcome(bend(await pool.token()))).toBe('token_malformed');
  });

  it.each([undefined, null, 1, {}, ['a.b.c']])('%j in place of text', async (value) => {
    expect(await outcome(value as string)).toBe('token_malformed');
  });

  it('a second text of the same signature, by the bits that fill up its last character', async () => {
    const token = await pool.token();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)!) + 1]!;

    expect(Buffer.from(other.split('.')[2]!, 'base64url')).toEqual(
      Buffer.from(token.split('.')[2]!, 'base64url'),
    );
    expect(await outcome(other)).toBe('token_malformed');
  });

  it.each([
    ['no JSON', 'kid=one'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a member twice', '{"kid":"one","alg":"none","alg":"RS256"}'],
    ['a member twice, once escaped', '{"kid":"one","\\u0061lg":"none","alg":"RS256"}'],
    ['no key id', '{"alg":"RS256"}'],
    ['an empty key id', '{"kid":"","alg":"RS256"}'],
    ['a key id that is no text', '{"kid":1,"alg":"RS256"}'],
    ['no algorithm', '{"kid":"one"}'],
    ['another case of the algorithm', '{"kid":"one","alg":"rs256"}'],
    ['a list of algorithms', '{"kid":"one","alg":["RS256"]}'],
    ['another type', '{"kid":"one","alg":"RS256","typ":"at+jwt"}'],
    ['an extension that is critical', '{"kid":"one","alg":"RS256","crit":["exp"],"exp":1}'],
    ['no extension that is critical', '{"kid":"one","alg":"RS256","crit":[]}'],
    ['an unencoded payload', '{"kid":"one","alg":"RS256","b64":false,"crit":["b64"]}'],
    ['compression', '{"kid":"one","alg":"RS256","zip":"DEF"}'],
    ['a prototype', '{"kid":"one","alg":"RS256","__proto__":{"a":1}}'],
  ])('%s in its header, well signed', async (_, header) => {
    expect(await outcome(await signed(header, claimsText()))).toBe('token_malformed');
  });

  it.each([
    ['no JSON', () => 'sub=me'],
    ['an array', () => '[]'],
    ['text', () => '"me"'],
    ['null', () => 'null'],
    ['a claim twice', () => claimsText().replace('{', '{"custom:tenant_id":"tn_another",')],
    ['a claim twice, deep in it', () => claimsText().replace('{', '{"a":[{"b":1,"b":2}],')],
    ['a byte order mark', () => `\ufeff${claimsText()}`],
    ['something behind it', () => `${claimsText()}{}`],
  ])('%s as its payload, well signed', async (_, payload) => {
    expect(await outcome(await signed(HEADER, payload()))).toBe('token_malformed');
  });

  it('bytes that are no UTF-8', async () => {
    const [header, , signature] = (await pool.token()).split('.');
    const payload = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64url');

    expect(await outcome(`${header}.${payload}.${signature}`)).toBe('token_malformed');
  });

  it('not the same name in two objects, nor as a value', async () => {
    const payload = claimsText({ a: { b: '{"b":', sub: 1 }, c: [{ b: 1 }, { b: 2 }], d: 'sub' });
    expect(await outcome(await signed(HEADER, payload))).toBe('accepted');
  });
});

describe('what our pool has not signed is refused:', () => {
  const hmac = (input: string, key: string) =>
    `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;

  it('by no algorithm at all', async () => {
    const input = `${encode({ alg: 'none', kid: 'one' })}.${encode(claimsText())}`;
    for (const alg of ['none', 'None', 'NONE', 'nOnE'])
      expect(await outcome(`${encode({ alg, kid: 'one' })}.${encode(claimsText())}.AA`)).toBe(
        'token_malformed',
      );
    expect(await outcome(`${input}.`)).toBe('token_malformed');
  });

  it('by HS256 with the public key as the secret', async () => {
    const input = `${encode({ alg: 'HS256', kid: 'one' })}.${encode(claimsText())}`;
    expect(await outcome(hmac(input, await exportSPKI(pool.key.publicKey)))).toBe('token_malformed');
    expect(await outcome(hmac(input, JSON.stringify(pool.published[0])))).toBe('token_malformed');
  });

  it('by HS256 under the name of RS256', async () => {
    const input = `${encode(HEADER)}.${encode(claimsText())}`;
    expect(await outcome(hmac(input, await exportSPKI(pool.key.publicKey)))).toBe('signature_invalid');
  });

  it.each(['HS256', 'HS384', 'HS512', 'RS384', 'RS512', 'PS256', 'ES256', 'ES256K', 'EdDSA', 'ML-DSA-44'])(
    'by %s',
    async (alg) => {
      const [, payload, signature] = (await pool.token()).split('.');
      const header = encode({ alg, kid: 'one' });
      expect(await outcome(`${header}.${payload}.${signature}`)).toBe('token_malformed');
    },
  );

  it('by a key of somebody else under the id of ours', async () => {
    expect(await outcome(await pool.token({}, { key: { ...stranger, kid: 'one' } }))).toBe(
      'signature_invalid',
    );
  });

  it.each(['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'x5t#S256'])(
    'by a key that it brings along: %s',
    async (name) => {
      const value = name === 'jwk' ? await publicJwk(stranger) : 'https://keys.example/jwks.json';
      for (const key of [{ ...stranger, kid: 'one' }, pool.key])
        expect(await outcome(await pool.token({}, { key, header: { [name]: value } }))).toBe(
          'token_malformed',
        );
    },
  );

  it.each(['../../one', "one' or 1=1", '__proto__', 'https://keys.example/', 'one\0', 'ONE'])(
    'under the key id %j',
    async (kid) => {
      expect(await outcome(await pool.token({}, { header: { kid } }))).toBe('signature_invalid');
    },
  );

  it.each([
    ['all zeros', (bytes: Buffer) => bytes.fill(0)],
    ['too short', (bytes: Buffer) => bytes.subarray(1)],
    ['too long', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1)])],
    ['of one byte', () => Buffer.alloc(1)],
    ['of something else', (bytes: Buffer) => bytes.reverse()],
  ])('with a signature that is %s', async (_, bend) => {
    const [header, payload, signature] = (await pool.token()).split('.');
    const bent = bend(Buffer.from(signature!, 'base64url')).toString('base64url');
    expect(await outcome(`${header}.${payload}.${bent}`)).toBe('signature_invalid');
  });

  it('with the payload of another token', async () => {
    const [header, , signature] = (await pool.token()).split('.');
    const payload = encode(claimsText({ 'custom:tenant_id': 'tn_another' }));
    expect(await outcome(`${header}.${payload}.${signature}`)).toBe('signature_invalid');
  });

  it.each([
    ['RFC 7515 A.2', RFC_7515_A2],
    ['RFC 7520 §4.1', RFC_7520_41],
  ])('by the example of %s, which is signed well, for nobody here', async (_, { token }) => {
    expect(await outcome(token)).toBe('token_malformed');
  });

  it('by the unsecured example of RFC 7519 §6.1', async () => {
    const token =
      'eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.';
    expect(await outcome(token)).toBe('token_malformed');
  });
});

describe('well signed, but', () => {
  const WRONG_TYPES = [null, true, 1, ['a'], { a: 1 }, ''];
  const rows = (claim: string, values: unknown[]) => values.map((value) => [claim, value] as const);

  it.each([
    ...rows('iss', [
      undefined,
      ...WRONG_TYPES,
      'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x',
    ]),
    ...rows('aud', [undefined, ...WRONG_TYPES, 'another', ['1example23456789'], '1EXAMPLE23456789']),
    ...rows('token_use', [undefined, ...WRONG_TYPES, 'access', 'ID', ['id']]),
    ...rows('sub', [undefined, ...WRONG_TYPES]),
    ...rows('cognito:username', [undefined, ...WRONG_TYPES]),
    ...rows('custom:tenant_id', [undefined, ...WRONG_TYPES]),
    ...rows('custom:scopes', [null, true, 1, ['orders:read'], ' ', 'a  b', ' a', 'a ', 'a\tb', 'a"b', 'é']),
    ...rows('origin_jti', WRONG_TYPES),
    ...rows('jti', WRONG_TYPES),
    ...rows('iat', [undefined, null, true, '1', '', 1.5, ['1'], 1e300]),
    ...rows('exp', [undefined, null, true, '9999999999', 1.5, 1e300, {}]),
    ...rows('nbf', [null, true, '1', 1.5]),
  ])('with %s = %j', async (claim, value) => {
    const refused = verifier.verify(await pool.token({ [claim]: value }));
    await expect(refused).rejects.toMatchObject({ code: 'claim_invalid', claim });
  });

  const since = (seconds: number) => Math.floor(Date.now() / 1_000) - seconds;
  const minute = 60;

  it.each([
    ['expired', { exp: since(minute) }, 'token_expired'],
    ['expired long since', { exp: 0 }, 'token_expired'],
    ['expired before time began', { exp: -1 }, 'token_expired'],
    ['issued in the future', { iat: since(-minute) }, 'token_not_yet_valid'],
    ['not to be used before the future', { nbf: since(-minute) }, 'token_not_yet_valid'],
  ])('%s', async (_, claims, code) => {
    expect(await outcome(await pool.token(claims))).toBe(code);
  });

  it("a person's token, of the people's pool", async () => {
    const people = await Pool.start(stranger);
    expect(await outcome(await people.token())).toBe('claim_invalid');
    people.stop();
  });
});

describe('whatever was refused', () => {
  it('had no keys fetched, were there none yet', async () => {
    const fresh = verifierOf(pool);
    const tokens = [
      '',
      'a.b.c',
      `${await pool.token()}=`,
      await pool.token({}, { header: { jku: pool.broker } }),
    ];
    for (const claims of [{ exp: 1 }, { iss: 'else' }, { aud: 'else' }, { token_use: 'access' }, { sub: 1 }])
      tokens.push(await pool.token(claims));
    for (const token of tokens) expect(await outcomeOf(fresh.verify(token))).not.toBe('accepted');

    expect(pool.asked).toEqual([]);
  });

  it('had keys fetched once, by key ids that nobody knows', async () => {
    const fresh = verifierOf(pool);
    for (let i = 0; i < 20; i++) {
      const kid = `stranger ${i}`;
      expect(await outcomeOf(fresh.verify(await pool.token({}, { header: { kid } })))).toBe(
        'signature_invalid',
      );
    }

    expect(pool.asked).toEqual(['keys']);
  });

  it('has nothing of the token in its error', async () => {
    const secret = 'tn_confidential';
    for (const claims of [{ iss: secret }, { exp: 1, sub: secret }, { 'custom:scopes': `${secret} ` }]) {
      const token = await pool.token(claims);
      const error = await verifier.verify(token).catch((refusal: Error) => refusal);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(
        new RegExp(`${secret}|${token.split('.')[2]}`),
      );
    }
  });
});

describe('a good token', () => {
  it('is good no more once any one bit of it is another', async () => {
    const token = Buffer.from(await pool.token());
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length * 8 - 1), async (bit) => {
        const mutated = Buffer.from(token);
        mutated[bit >> 3]! ^= 1 << (bit & 7);
        const code = await outcome(mutated.toString('latin1'));
        expect([
          'token_malformed',
          'claim_invalid',
          'signature_invalid',
          'token_expired',
          'token_not_yet_valid',
        ]).toContain(code);
      }),
      { numRuns: 600 },
    );
  });

  it('and any text at all crash nothing', async () => {
    const part = fc.oneof(fc.string(), fc.base64String(), fc.json().map(encode));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        expect(await outcome(parts.join('.'))).toBe('token_malformed');
      }),
      { numRuns: 500 },
    );
  });
});
