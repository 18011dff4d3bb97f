import { register } from 'prom-client';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { ClientChanges } from '../../../src/clients/client-changes.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { reserve } from '../../../src/clients/domain/credential-lifecycle.js';
import { ClientStore } from '../../../src/clients/ports/client-store.js';
import { SessionStore } from '../../../src/clients/ports/session-store.js';
import { CredentialsService } from '../../../src/clients/credentials.service.js';
import { MINUTE, SECOND } from '../../../src/common/clock.js';
import { OWN_WORK } from '../../../src/common/own-work.js';
import { WorkQueue } from '../../../src/work/work-queue.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { aCredential } from '../../support/domain-fixtures.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { issue, makePartner, type Partner, SCOPES, system } from '../../support/partner.js';
import { patience } from '../../support/signals.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';

/** docs/promises.md, 8: what was not acknowledged is finished or undone; what was, is told to Cognito in the end. */
describe('pending work on clients', () => {
  let cognito: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({ env: { MAX_CLOCK_SKEW: '0' }, endpoints: { cognito: cognito.endpoint } });
    partner = await makePartner(broker);
  });
  afterEach(() => cognito.clear());
  afterAll(async () => {
    await broker.stop();
    await cognito.stop();
  });

  const clients = () => broker.app.get(ClientsService);
  const credentials = () => broker.app.get(CredentialsService, { strict: false });
  const stored = (clientId: string) => broker.app.get(ClientStore).find(clientId, patience());
  const create = () => clients().create(system(), partner.tenantId, { ...DETAILS });
  const DETAILS = { name: 'half', description: '', scopes: SCOPES, allowedCidrs: [], introspect: false };

  /** One round of the runner, when requests have had their time to finish what they began. */
  async function laterRound(later = OWN_WORK + SECOND): Promise<void> {
    const back = travel(broker, later);
    await broker.app.get(WorkRunner).round();
    back();
  }

  async function onlyHalfMade() {
    const all = await broker.app.get(ClientStore).list({ limit: 100 }, patience());
    return all.items.filter(({ status }) => status === 'provisioning');
  }

  it.each(['AdminCreateUser', 'AdminSetUserPassword', 'AdminInitiateAuth'])(
    'finishes a client whose %s never came to Cognito',
    async (operation) => {
      cognito.resetBefore(operation, { times: 1 });
      await expect(create()).rejects.toThrow('pool');
      const [half] = await onlyHalfMade();
      await laterRound();
      expect(await stored(half!.id)).toMatchObject({ status: 'active', sub: expect.any(String) as string });
      const { secret } = await issue(broker, half!.id);
      expect((await refreshGrant(broker.url, secret)).status).toBe(200);
    },
  );

  it.each(['AdminCreateUser', 'AdminSetUserPassword', 'AdminInitiateAuth'])(
    'finishes a client whose %s was done and not answered',
    async (operation) => {
      cognito.resetAfter(operation, { times: 1 });
      await expect(create()).rejects.toThrow('pool');
      const [half] = await onlyHalfMade();
      await laterRound();
      expect(await stored(half!.id)).toMatchObject({ status: 'active' });
    },
  );

  it('withdraws a client that Cognito refuses, and leaves nothing of it', async () => {
    cognito.status('AdminCreateUser', { status: 400, type: 'AccessDeniedException' });
    await expect(create()).rejects.toThrow('pool');
    expect(await onlyHalfMade()).toEqual([]);
  });

  it('tells Cognito of a revocation that it could not be told at once', async () => {
    const { credential } = await issue(broker, partner.clientId);
    cognito.status('RevokeToken', { status: 500, type: 'InternalErrorException' });
    await credentials().revoke(system(), partner.clientId, credential.id);
    await eventually(
      () => Promise.resolve(cognito.count('RevokeToken')),
      (tries) => tries === 1,
    );
    const session = () => broker.app.get(SessionStore).find(partner.clientId, credential.id, patience());
    expect(await session()).toMatchObject({ state: 'ended' });
    cognito.clear();
    await laterRound();
    expect(await session()).toBeUndefined();
    expect(cognito.count('RevokeToken')).toBe(2);
  });

  it('tells for how long it has failed, however often it was tried again', async () => {
    const waits = async () =>
      (await register.getSingleMetric('broker_work_oldest_seconds')!.get()).values[0]!.value;
    const { credential } = await issue(broker, partner.clientId);
    cognito.status('RevokeToken', { status: 500, type: 'InternalErrorException' });
    await credentials().revoke(system(), partner.clientId, credential.id);
    for (const minutes of [1, 10, 22]) await laterRound(minutes * MINUTE);
    expect(await waits()).toBeGreaterThan(900);
    cognito.clear();
    await laterRound(25 * MINUTE);
    await laterRound(25 * MINUTE);
    expect(await waits()).toBe(0);
  });

  it('brings other scopes to Cognito once it is back, and never answers a token that holds too much', async () => {
    const { clientId, credential } = await makePartner(broker);
    const { name } = await clients().get(system(), clientId);
    cognito.status('AdminUpdateUserAttributes', { status: 500, type: 'InternalErrorException' });
    await clients().edit(system(), clientId, '*', { name, scopes: ['orders:read'] });
    const meanwhile = await refreshGrant(broker.url, credential);
    expect(meanwhile).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    cognito.clear();
    await laterRound();
    expect(await stored(clientId)).toMatchObject({ scopesPending: false });
    const answer = await eventually(
      () => refreshGrant(broker.url, credential),
      ({ status }) => status !== 503,
    );
    expect(answer).toMatchObject({ status: 200, body: { scope: 'orders:read' } });
  });

  it('undoes an abandoned issue although the scopes cannot be brought to Cognito', async () => {
    const { clientId, credentialId } = await makePartner(broker);
    const { name } = await clients().get(system(), clientId);
    const changes = broker.app.get(ClientChanges, { strict: false });
    await changes.apply(clientId, system(), (client, now) => reserve(client, aCredential(), now));
    cognito.status('AdminUpdateUserAttributes', { status: 500, type: 'InternalErrorException' });
    await clients().edit(system(), clientId, '*', { name, scopes: ['orders:read'] });
    await laterRound();
    const client = await stored(clientId);
    expect(Object.keys(client!.credentials)).toEqual([credentialId]);
    expect(client).toMatchObject({ scopesPending: true });
  });

  it('deletes the Cognito user of a deleted client, and then its items', async () => {
    const { clientId } = await makePartner(broker);
    cognito.down();
    await clients().remove(system(), clientId);
    expect(await stored(clientId)).toMatchObject({ status: 'deleted' });
    cognito.clear();
    await laterRound();
    expect(await stored(clientId)).toBeUndefined();
    await expect(broker.app.get(ClientStore).findPassword(clientId, patience())).resolves.toBeUndefined();
  });

  it('ends the session of a credential that has expired, and says so in the trail', async () => {
    const expiresAt = Date.now() + 5 * SECOND;
    const { credential } = await credentials().issue(system(), partner.clientId, { label: '', expiresAt });
    await laterRound();
    const past = await credentials().get(system(), partner.clientId, credential.id);
    expect(past).toMatchObject({ state: 'expired' });
    await eventually(
      () => broker.app.get(SessionStore).find(partner.clientId, credential.id, patience()),
      (session) => session === undefined,
    );
  });

  it('ends one whose grace period is over by itself, and says so in the trail', async () => {
    const { clientId, credentialId } = await makePartner(broker);
    const { credential } = await credentials().rotate(system(), clientId, credentialId, {
      grace: 5 * SECOND,
    });
    await laterRound();
    const past = await credentials().get(system(), clientId, credentialId);
    expect(past).toMatchObject({ state: 'expired', successorId: credential.id });
    expect((await clients().get(system(), clientId)).credentials[credential.id]?.state).toBe('active');
    await eventually(
      () => broker.app.get(SessionStore).find(clientId, credentialId, patience()),
      (session) => session === undefined,
    );
    const { tenantId } = (await stored(clientId))!;
    const { items } = await broker.app.get(AuditLog).list({ tenantId, clientId, limit: 1 }, patience());
    expect(items).toMatchObject([{ action: 'credential.retired', target: { id: credentialId } }]);
  });

  it('forgets a due time that nothing stands behind any more', async () => {
    const expiresAt = Date.now() + 5 * SECOND;
    const { credential } = await credentials().issue(system(), partner.clientId, { label: '', expiresAt });
    await credentials().revoke(system(), partner.clientId, credential.id);
    const due = async () => {
      const items = await broker.app.get(WorkQueue).due(expiresAt, 100, patience());
      return items.filter((item) => item.kind === 'client' && item.clientId === partner.clientId);
    };
    expect(await due()).toHaveLength(1);
    await laterRound();
    expect(await due()).toEqual([]);
  });
});
