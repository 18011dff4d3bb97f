import { jest } from '@jest/globals';
import type { Client } from '../clients/domain/client.js';
import type { Credential } from '../clients/domain/credential.js';
import * as secrets from '../clients/domain/credential-secret.js';
import type { Tenant } from '../tenants/tenant.js';
import { aClient, aTenant, NOON, withCredentials } from '../../test/support/domain-fixtures.js';
import { patience } from '../../test/support/signals.js';
import type { Access, AccessReader } from './ports/access-reader.js';

const equalHashes = jest.fn(secrets.equalHashes);
const MODULE = '../clients/domain/credential-secret.js';
jest.unstable_mockModule(MODULE, () => ({ ...secrets, equalHashes }));
const { CredentialProver } = await import('./credential-prover.js');
const { authenticationOf } = await import('./proof.js');

/** A credential and what its store holds of it. */
function aHolding() {
  const tenant = aTenant();
  const client = aClient({ tenantId: tenant.id, allowedCidrs: ['192.0.2.0/24'] });
  const { credentialId: id, hash, hint, credential: secret } = secrets.newCredential(client.id);
  const credential: Credential = { id, hash, hint, label: '', state: 'active', createdAt: NOON };
  return { tenant, client, credential, secret };
}

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

  it('that cannot be one of ours is refused without a read', async () => {
    await expect(prove('hunter2', 'cl_0000000000000000')).rejects.toMatchObject({ code: 'invalid_client' });
    expect([read.mock.calls.length, equalHashes.mock.calls.length]).toEqual([0, 0]);
  });
});
