import { newClientId, randomCrockford } from '../common/ids.js';
import { BrokenLine, readLine } from './read-line.js';

const NOW = Date.UTC(2031, 4, 6, 12);
const SECRET = 'Zm9ybWVyLXN5c3RlbS1zZWNyZXQ';
const HASH = 'ab'.repeat(32);
const OWN = newClientId();
const CLIENT = { type: 'client', clientId: 'acme', tenantId: 'tn_0000000000000000', name: 'a' };

const client = (fields: object) => ({ ...CLIENT, credentials: [], ...fields });
const credential = (fields: object) => client({ credentials: [fields] });

function problemsOf(line: unknown): readonly string[] {
  try {
    readLine(typeof line === 'string' ? line : JSON.stringify(line), NOW);
    return [];
  } catch (error) {
    if (error instanceof BrokenLine) return error.problems;
    throw error;
  }
}

describe('a line of a file to be imported', () => {
  const BROKEN: [unknown, string][] = [
    [`{"secret":"${SECRET}"`, 'it is not JSON'],
    ['["client"]', 'it is not a JSON object'],
    [{ type: 'person' }, 'type must be'],
    [{ type: 'tenant', tenantId: SECRET, name: 'a' }, 'tenantId must match'],
    [client({ [SECRET]: SECRET }), 'a field is not known'],
    [client({ clientId: '' }), 'clientId must be 1 to 255'],
    [client({ clientId: 'é' }), 'clientId must be 1 to 255'],
    [client({ scopes: ['a b'] }), 'each entry of scopes must be a scope'],
    [client({ allowedCidrs: ['10.0.0.0'] }), 'each entry of allowedCidrs must be a CIDR block'],
    [client({ introspect: true }), 'introspect is for clients of the tenant platform'],
    [client({ status: 'deleted' }), 'status must be one of'],
    [client({ createdAt: 'yesterday' }), 'createdAt must be'],
    [client({ credentials: undefined }), 'each value in credentials must be an object'],
    [client({ credentials: [SECRET] }), 'each value in credentials must be an object'],
    [credential({}), 'credentials.0 must have sha256'],
    [credential({ secret: SECRET, sha256: HASH }), 'credentials.0 must have sha256'],
    [
      credential({ secret: SECRET, credentialId: `cr_${randomCrockford(24)}` }),
      'credentials.0 must have sha256',
    ],
    [credential({ secret: 'too short to be' }), 'credentials.0.secret must be 20 to 1024'],
    [credential({ secret: `bab_${SECRET}` }), 'credentials.0.secret must be 20 to 1024'],
    [credential({ sha256: SECRET }), 'credentials.0.sha256 must be a SHA-256 hash'],
    [
      credential({ sha256: HASH, credentialId: `cr_${randomCrockford(24)}` }),
      'a credentialId is of another client',
    ],
    [client({ credentials: [{ sha256: HASH }, { sha256: HASH }] }), 'a credential stands in it twice'],
  ];

  it.each(BROKEN)('%j is not taken, and is not quoted', (line, told) => {
    const problems = problemsOf(line);
    expect(problems.join('\n')).toContain(told);
    expect(problems.join('\n')).not.toContain(SECRET);
  });

  it('keeps the hash of a secret, and goes by the id of before', () => {
    const entry = readLine(JSON.stringify(credential({ secret: SECRET })), NOW);
    if (entry.type !== 'client') throw new Error('not a client');
    expect(JSON.stringify(entry)).not.toContain(SECRET);
    expect(entry.client).toMatchObject({
      id: expect.stringMatching(/^cl_[0-9a-hjkmnp-tv-z]{16}$/) as string,
      status: 'provisioning',
      imported: { formerId: 'acme', disabled: false },
      createdAt: NOW,
    });
    const [kept] = Object.values(entry.client.credentials);
    expect(kept).toMatchObject({ foreign: true, state: 'imported', hint: '', createdAt: NOW });
  });

  it('takes one of ours as it is', () => {
    const credentialId = `${OWN.replace('cl_', 'cr_')}01234567`;
    const line = { clientId: OWN, credentials: [{ credentialId, sha256: HASH, hint: 'x7Qz' }] };
    const entry = readLine(JSON.stringify(client(line)), NOW);
    if (entry.type !== 'client') throw new Error('not a client');
    expect(entry.client).toMatchObject({ id: OWN, imported: { disabled: false } });
    expect(entry.client.imported).not.toHaveProperty('formerId');
    const kept = entry.client.credentials[credentialId]!;
    expect([kept.hint, Buffer.from(kept.hash).toString('hex')]).toEqual(['x7Qz', HASH]);
    expect(kept).not.toHaveProperty('foreign');
  });
});
