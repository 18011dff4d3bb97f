import { jest } from '@jest/globals';
import type { Client } from '../clients/domain/client.js';
import type { Credential } from '../clients/domain/credential.js';
import * as secrets from '../clients/domain/credential-secret.js';
import * as foreign from '../clients/domain/foreign-credential.js';
import type { Tenant } from '../tenants/tenant.js';
import { aClient, aTenant, NOON, withCredentials } from '../../test/support/domain-fixtures.js';
import { patience } from '../../test/support/signals.js';
import type { Access, AccessReader } from './ports/access-reader.js';

const equalHashes = jest.fn(secrets.equalHashes);
const MODULE = '../clients/domain/credential-secret.js';
jest.unstable_mockModule(MODULE, () => ({ ...secrets, equalHashes }));
const { CredentialProver } = await import('./credential-prover.js');
const { authenticationOf, clientSecretOf } = await import('./proof.js');

/** A credential and what its store holds of it. */
function aHolding() {
  const tenant = aTenant();
  const client = aClient({ tenantId: tenant.id, allowedCidrs: ['192.0.2.0/24'] });
  const { credentialId: id, hash, hint, credential: secret } = secrets.newCredential(client.id);
  const credential: Credential = { id, hash, hint, label: '', state: 'active', createdAt: NOON };
  return { tenant, client, credential, secret };
}

const REFUSED = { code: 'invalid_client' };
const LATER = { code: 'temporarily_unavailable', details: { retryAfter: 30 } };

type Holding = ReturnType<typeof aHolding>;
interface Changes {
  readonly client?: Partial<Client>;
  readonly tenant?: Partial<Tenant>;
  readonly credential?: Partial<Credential>;
}

function accessOf({ tenant, client, credential }: Holding, changes: Changes = {}): Access {
  return {
    client: withCredentials({ ...client, ...changes.client }, { ...credential, ...changes.credential }),
    tenant: { ...tenant, ...changes.tenant },
  };
}

/** Equal work: what it costs to be refused tells nobody why. */
describe('a credential that is judged', () => {
  const read = jest.fn<AccessReader['read']>();
  const prover = new CredentialProver({ read }, { now: () => NOON });

  beforeEach(() => {
    read.mockReset();
    equalHashes.mockClear();
  });

  const prove = (secret: string, clientId: string, ip = '192.0.2.7') =>
    prover.prove(authenticationOf(clientId, secret), { ip, signal: patience() });

  it('holds after one read and one comparison', async () => {
    const holding = aHolding();
    read.mockResolvedValue(accessOf(holding));

    expect((await prove(holding.secret, holding.client.id)).credential.id).toBe(holding.credential.id);
    expect([read.mock.calls.length, equalHashes.mock.calls.length]).toEqual([1, 1]);
  });

  const CAUSES: Record<string, (holding: Holding) => Access> = {
    'of an unknown client': () => ({ client: undefined, tenant: undefined }),
    'of a tenant that is gone': (holding) => ({ ...accessOf(holding), tenant: undefined }),
    'that the client does not have, or no longer': (holding) => ({
      ...accessOf(holding),
      client: holding.client,
    }),
    'with another secret': (holding) => accessOf(holding, { credential: { hash: new Uint8Array(32) } }),
    'that is not issued yet': (holding) => accessOf(holding, { credential: { state: 'provisioning' } }),
    'that has expired': (holding) => accessOf(holding, { credential: { expiresAt: NOON } }),
    'whose grace is over': (holding) => accessOf(holding, { credential: { retiresAt: NOON } }),
    'that is blocked': (holding) => accessOf(holding, { credential: { blockedAt: NOON } }),
    'of a disabled client': (holding) => accessOf(holding, { client: { status: 'disabled' } }),
    'of a deleted client': (holding) => accessOf(holding, { client: { status: 'deleted' } }),
    'of a suspended tenant': (holding) => accessOf(holding, { tenant: { status: 'suspended' } }),
  };

  it.each(Object.keys(CAUSES))('%s is refused after the same', async (cause) => {
    const holding = aHolding();
    read.mockResolvedValue(CAUSES[cause]!(holding));

    await expect(prove(holding.secret, holding.client.id)).rejects.toMatchObject({ code: 'invalid_client' });
    expect([read.mock.calls.length, equalHashes.mock.calls.length]).toEqual([1, 1]);
  });

  it.each<[string, string | undefined, string]>([
    ['for another client', 'cl_0000000000000000', '192.0.2.7'],
    ['from elsewhere', undefined, '198.51.100.7'],
  ])('%s is refused after the same', async (_, clientId, ip) => {
    const holding = aHolding();
    read.mockResolvedValue(accessOf(holding));

    const proving = prove(holding.secret, clientId ?? holding.client.id, ip);

    await expect(proving).rejects.toMatchObject({ code: 'invalid_client' });
    expect([read.mock.calls.length, equalHashes.mock.calls.length]).toEqual([1, 1]);
  });

  describe('of a former system', () => {
    const SECRET = 'Zm9ybWVyLXN5c3RlbS1zZWNyZXQ';
    const proveForeign = (secret: string, clientId: string, ip = '192.0.2.7') =>
      prover.prove(clientSecretOf(clientId, secret), { ip, signal: patience() });

    function aForeignHolding(state: Credential['state']): Holding {
      const holding = aHolding();
      const { credentialId: id, hash } = foreign.parseForeignSecret(holding.client.id, SECRET)!;
      return { ...holding, credential: { ...holding.credential, id, hash, foreign: true, state } };
    }

    it('holds after one read and one comparison, and another is refused after the same', async () => {
      const holding = aForeignHolding('active');
      read.mockResolvedValue(accessOf(holding));
      expect((await proveForeign(SECRET, holding.client.id)).credential.id).toBe(holding.credential.id);
      await expect(proveForeign(`${SECRET}!`, holding.client.id)).rejects.toMatchObject(REFUSED);
      expect([read.mock.calls.length, equalHashes.mock.calls.length]).toEqual([2, 2]);
    });

    it('is the secret part of none of ours', async () => {
      const holding = aHolding();
      const part = holding.secret.slice(29, 72);
      const { credentialId: id } = foreign.parseForeignSecret(holding.client.id, part)!;
      read.mockResolvedValue(accessOf({ ...holding, credential: { ...holding.credential, id } }));
      await expect(proveForeign(part, holding.client.id)).rejects.toMatchObject(REFUSED);
    });

    it('is told to come later before its session is open, unless it would be refused then', async () => {
      const holding = aForeignHolding('imported');
      const asked = (changes?: Changes, ip?: string) => {
        read.mockResolvedValue(accessOf(holding, changes));
        return proveForeign(SECRET, holding.client.id, ip);
      };
      const coming = { status: 'provisioning', imported: { disabled: false } } as const;
      await expect(asked()).rejects.toMatchObject(LATER);
      await expect(asked({ client: coming })).rejects.toMatchObject(LATER);
      await expect(asked({ client: { ...coming, imported: { disabled: true } } })).rejects.toMatchObject(
        REFUSED,
      );
      await expect(asked({ client: { status: 'provisioning' } })).rejects.toMatchObject(REFUSED);
      await expect(asked({ credential: { expiresAt: NOON } })).rejects.toMatchObject(REFUSED);
      await expect(asked({ tenant: { status: 'suspended' } })).rejects.toMatchObject(REFUSED);
      await expect(asked({}, '198.51.100.7')).rejects.toMatchObject(REFUSED);
    });
  });

  it('that cannot be one of ours is refused without a read', async () => {
    await expect(prove('hunter2', 'cl_0000000000000000')).rejects.toMatchObject({ code: 'invalid_client' });
    expect([read.mock.calls.length, equalHashes.mock.calls.length]).toEqual([0, 0]);
  });
});
