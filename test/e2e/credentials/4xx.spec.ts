import type { CredentialPageDto, IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import type { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { issueCredential, makeClient, makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant } from '../../support/people.js';

describe('/api/v1/clients/{clientId}/credentials, refused', () => {
  let broker: TestBroker;
  let admin: Api;

  beforeAll(async () => {
    broker = await startBroker();
    admin = (await makeTenant(await makeOperator(broker))).admin.api;
  });
  afterAll(() => broker.stop());

  const listPath = (clientId: string) => `/api/v1/clients/${clientId}/credentials`;
  const pathOf = ({ clientId, credentialId }: IssuedCredentialDto) => `${listPath(clientId)}/${credentialId}`;

  describe('400', () => {
    let machine: IssuedCredentialDto;
    beforeAll(async () => {
      machine = await makeMachine(admin);
    });
    /** Whatever was refused has changed nothing. */
    afterEach(async () => {
      const { items } = (await admin.get<CredentialPageDto>(listPath(machine.clientId))).body;
      expect(items.map(({ credentialId, status }) => [credentialId, status])).toEqual([
        [machine.credentialId, 'active'],
      ]);
    });

    it.each([
      ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }],
      ['an end on no day', { expiresAt: '2090-02-30T00:00:00Z' }],
      ['an end in no time zone', { expiresAt: '2090-01-01T00:00:00' }],
      ['an end beyond the calendar', { expiresAt: '9999-12-31T23:59:59-23:59' }],
    ])('for %s', async (_, body) => {
      for (const path of [listPath(machine.clientId), `${pathOf(machine)}/rotate`]) {
        const answer = await admin.post(path, { body });
        expect([answer.status, answer.body.errors?.map((one) => one.field)]).toEqual([400, ['expiresAt']]);
      }
    });
  });

  it.each([
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/rotate'],
  ])('404 for %s of an unknown one%s', async (method, step) => {
    const { clientId } = await makeClient(admin);
    const path = `${listPath(clientId)}/cr_${'0'.repeat(24)}${step}`;

    expect((await admin.call(method, path)).status).toBe(404);
  });

  it('404 under another client of the same tenant', async () => {
    const [one, other] = [await makeMachine(admin), await makeMachine(admin)];
    const path = `${listPath(one.clientId)}/${other.credentialId}`;

    expect((await admin.get(path)).status).toBe(404);
    expect((await admin.delete(path)).status).toBe(404);
    expect((await admin.post(`${path}/rotate`)).status).toBe(404);
    expect((await admin.get<{ status: string }>(pathOf(other))).body.status).toBe('active');
  });

  it('409 for a sixth, of five that are asked for at once too', async () => {
    const { clientId } = await makeClient(admin);
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => admin.post(listPath(clientId))));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 409]);
    const { status, body } = await admin.post(listPath(clientId));
    expect([status, body.code]).toEqual([409, 'credential_limit_reached']);
  });

  it('409 for rotating one that is retiring, or is being rotated', async () => {
    const old = await makeMachine(admin);
    const path = `${pathOf(old)}/rotate`;
    const answers = await Promise.all([admin.post(path), admin.post(path)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { status, body } = await admin.post(path);
    expect([status, body.code]).toEqual([409, 'credential_already_retiring']);
  });

  it('409 for rotating one that was revoked', async () => {
    const machine = await makeMachine(admin);
    await admin.delete(pathOf(machine));
    const { status, body } = await admin.post(`${pathOf(machine)}/rotate`);

    expect([status, body.code]).toEqual([409, 'credential_not_active']);
  });

  it('409 for issuing and rotating while the client is disabled', async () => {
    const machine = await makeMachine(admin);
    await admin.post(`/api/v1/clients/${machine.clientId}/disable`);

    for (const path of [listPath(machine.clientId), `${pathOf(machine)}/rotate`]) {
      const { status, body } = await admin.post(path);
      expect([status, body.code]).toEqual([409, 'client_not_active']);
    }
  });

  it('not: one of a disabled client can still be revoked', async () => {
    const machine = await makeMachine(admin);
    await issueCredential(admin, machine.clientId);
    await admin.post(`/api/v1/clients/${machine.clientId}/disable`);

    expect((await admin.delete(pathOf(machine))).status).toBe(204);
  });
});
