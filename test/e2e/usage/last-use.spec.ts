import type { ClientDto } from '../../../src/clients/api/client.dto.js';
import type { CredentialDto, IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { clientPartition } from '../../../src/aws/dynamodb/keys.js';
import { equals } from '../../../src/aws/dynamodb/conditions.js';
import { HOUR, SECOND } from '../../../src/common/clock.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import type { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { issueCredential, makeClient, makeMachine } from '../../support/machines.js';
import { everyPage } from '../../support/pages.js';
import { makeOperator, makeTenant } from '../../support/people.js';
import { patience } from '../../support/signals.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';
import { flushUsage } from '../../support/usage.js';

/** When and from where credentials were used last, and what an admin who rotates learns from it. */
describe('last use', () => {
  let broker: TestBroker;
  let admin: Api;
  let back: () => void;

  beforeAll(async () => {
    broker = await startBroker();
    admin = (await makeTenant(await makeOperator(broker))).admin.api;
  });
  beforeEach(() => {
    back = () => undefined;
  });
  afterEach(() => back());
  afterAll(() => broker.stop());

  /** The broker's clock goes to so many hours before now. */
  const at = (hoursAgo: number) => {
    back();
    back = travel(broker, -hoursAgo * HOUR);
    return Date.now() - hoursAgo * HOUR;
  };
  const use = async ({ credential }: IssuedCredentialDto) =>
    (await refreshGrant(broker.url, credential)).status;
  const listPath = (clientId: string) => `/api/v1/clients/${clientId}/credentials`;
  const pathOf = ({ clientId, credentialId }: IssuedCredentialDto) => `${listPath(clientId)}/${credentialId}`;
  const read = async (one: IssuedCredentialDto) => {
    await flushUsage(broker);
    return (await admin.get<CredentialDto>(pathOf(one))).body;
  };
  const client = async (clientId: string) => (await admin.get<ClientDto>(`/api/v1/clients/${clientId}`)).body;

  it('is shown of the credential and its client, wherever they are shown', async () => {
    const machine = await makeMachine(admin);
    const { clientId } = machine;
    expect(await read(machine)).toMatchObject({ lastUsedAt: null, lastUsedFrom: null, safeToRevoke: false });
    expect((await client(clientId)).lastUsedAt).toBeNull();

    const before = Date.now();
    expect(await use(machine)).toBe(200);
    const used = await read(machine);
    expect(used.lastUsedFrom).toBe('127.0.0.1');
    expect(Date.parse(used.lastUsedAt!)).toBeGreaterThanOrEqual(before);
    expect(await everyPage<CredentialDto>(admin, listPath(clientId), 5)).toEqual([used]);

    const { lastUsedAt } = used;
    expect(await client(clientId)).toMatchObject({ lastUsedAt });
    const listed = await everyPage<ClientDto>(admin, '/api/v1/clients', 100);
    expect(listed.find((one) => one.clientId === clientId)).toMatchObject({ lastUsedAt });
    expect(listed.filter((one) => one.clientId !== clientId && one.lastUsedAt !== null)).toEqual([]);
    for (const step of ['disable', 'enable'])
      expect((await admin.post<ClientDto>(`/api/v1/clients/${clientId}/${step}`)).body).toMatchObject({
        lastUsedAt,
      });
  });

  it('of a client is the latest of its credentials, past ones too', async () => {
    const { clientId } = await makeClient(admin);
    const [one, other] = [await issueCredential(admin, clientId), await issueCredential(admin, clientId)];
    at(2);
    await use(one);
    at(1);
    await use(other);
    const { lastUsedAt } = await read(other);
    expect((await client(clientId)).lastUsedAt).toBe(lastUsedAt);

    await admin.delete(pathOf(other));
    expect(await read(other)).toMatchObject({ status: 'revoked', lastUsedAt });
    expect((await client(clientId)).lastUsedAt).toBe(lastUsedAt);
    at(3);
    await use(one);
    expect(Date.parse((await read(one)).lastUsedAt!)).toBeGreaterThan(at(2) - HOUR);
    expect((await client(clientId)).lastUsedAt).toBe(lastUsedAt);
  });

  it('leads a rotation to its end', async () => {
    at(60);
    const old = await makeMachine(admin);
    expect(await use(old)).toBe(200);

    const begun = at(50);
    const rotate = { body: { graceSeconds: (48 * HOUR) / SECOND } };
    const { body: successor } = await admin.post<IssuedCredentialDto>(`${pathOf(old)}/rotate`, rotate);
    expect([await use(old), await use(successor)]).toEqual([200, 200]);
    const retiring = await read(old);
    expect(retiring).toMatchObject({ status: 'retiring', safeToRevoke: false });
    expect(Date.parse(retiring.lastUsedAt!)).toBeGreaterThanOrEqual(begun);

    at(27);
    expect(await use(successor)).toBe(200);
    expect((await read(old)).safeToRevoke).toBe(false);

    at(25);
    expect(await read(old)).toMatchObject({
      status: 'retiring',
      safeToRevoke: true,
      lastUsedAt: retiring.lastUsedAt,
    });
    expect(await read(successor)).toMatchObject({ status: 'active', safeToRevoke: false });

    at(1);
    expect([await use(old), await use(successor)]).toEqual([400, 200]);
    expect((await read(old)).status).toBe('expired');
    await broker.app.get(WorkRunner).round();
    expect(await read(old)).toMatchObject({ status: 'expired', lastUsedAt: retiring.lastUsedAt });
    const path = `/api/v1/audit-events?clientId=${old.clientId}`;
    const { body } = await admin.get<{ items: { action: string; target: { id: string } }[] }>(path);
    expect(body.items[0]).toMatchObject({ action: 'credential.retired', target: { id: old.credentialId } });

    at(0);
    expect([await use(old), await use(successor)]).toEqual([400, 200]);
    expect(await read(successor)).toMatchObject({ status: 'active', successorId: null });
  });

  it('goes with its client, and leaves nothing behind', async () => {
    const machine = await makeMachine(admin);
    expect(await use(machine)).toBe(200);
    await flushUsage(broker);
    expect(await use(machine)).toBe(200);
    await admin.delete(`/api/v1/clients/${machine.clientId}`);
    const partition = { where: [equals('PK', clientPartition(machine.clientId))] };
    const { table } = broker.table;
    const purge = broker.app.get(WorkRunner).round();
    await Promise.all([purge, flushUsage(broker)]);
    const left = () => table.queryAll(partition, patience());
    await eventually(left, (items) => items.length === 0);
    await flushUsage(broker);
    expect(await left()).toEqual([]);
  });
});
