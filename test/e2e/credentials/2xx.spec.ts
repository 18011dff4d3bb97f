import { DAY } from '../../../src/common/clock.js';
import type { CredentialDto, IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { issueCredential, makeClient, makeMachine } from '../../support/machines.js';
import { everyPage } from '../../support/pages.js';
import { makeOperator, makeTenant } from '../../support/people.js';
import { flushUsage } from '../../support/usage.js';
import { travel } from '../../support/travel.js';

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;

describe('/api/v1/clients/{clientId}/credentials, done', () => {
  let broker: TestBroker;
  let admin: Api;

  beforeAll(async () => {
    broker = await startBroker();
    admin = (await makeTenant(await makeOperator(broker))).admin.api;
  });
  afterAll(() => broker.stop());

  const listPath = (clientId: string) => `/api/v1/clients/${clientId}/credentials`;
  const pathOf = ({ clientId, credentialId }: IssuedCredentialDto) => `${listPath(clientId)}/${credentialId}`;
  const rotate = (old: IssuedCredentialDto, body: object) =>
    admin.post<IssuedCredentialDto>(`${pathOf(old)}/rotate`, { body });
  const read = async (one: IssuedCredentialDto) => (await admin.get<CredentialDto>(pathOf(one))).body;
  async function works({ credential }: IssuedCredentialDto): Promise<boolean> {
    const form = { grant_type: 'refresh_token', refresh_token: credential };
    const { status, body } = await new Api(broker.url).token(form);
    if (status !== 200) expect(body.error).toBe('invalid_grant');
    return status === 200;
  }

  describe('POST', () => {
    it('issues a credential that works, its secret told once', async () => {
      const { clientId } = await makeClient(admin);
      const body = { label: 'production', expiresAt: '2090-01-31T10:30:00+01:00' };
      const issued = await admin.post<IssuedCredentialDto>(listPath(clientId), { body });
      const { credential, clientId: its, ...metadata } = issued.body;

      expect([issued.status, its]).toEqual([201, clientId]);
      expect(credential).toMatch(/^bab_[0-9a-hjkmnp-tv-z]{24}_[0-9A-Za-z]{49}$/);
      expect(metadata).toEqual({
        credentialId: `cr_${credential.slice(4, 28)}`,
        label: 'production',
        status: 'active',
        createdAt: INSTANT,
        expiresAt: '2090-01-31T09:30:00.000Z',
        retiresAt: null,
        revokedAt: null,
        lastUsedAt: null,
        lastUsedFrom: null,
        successorId: null,
        safeToRevoke: false,
        hint: credential.slice(-4),
      });
      expect(issued.headers.get('cache-control')).toBe('no-store');
      expect(await read(issued.body)).toEqual(metadata);
      expect(await works(issued.body)).toBe(true);
    });

    it('needs no body', async () => {
      const { clientId } = await makeClient(admin);
      const { status, body } = await admin.post<IssuedCredentialDto>(listPath(clientId));

      expect([status, body.label, body.expiresAt]).toEqual([201, '', null]);
    });

    it('issues five that all work', async () => {
      const { clientId } = await makeClient(admin);
      const issued = await Promise.all([1, 2, 3, 4, 5].map(() => issueCredential(admin, clientId)));

      expect(await Promise.all(issued.map(works))).toEqual([true, true, true, true, true]);
    });
  });

  describe('rotate', () => {
    it('issues a successor, and the old one works through its grace period', async () => {
      const old = await makeMachine(admin);
      const { status, headers, body: successor } = await rotate(old, { graceSeconds: 300 });
      const retiring = await read(old);

      expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
      expect(successor).toMatchObject({ clientId: old.clientId, status: 'active', retiresAt: null });
      expect(retiring).toMatchObject({ status: 'retiring', successorId: successor.credentialId });
      expect(Date.parse(retiring.retiresAt!) - Date.parse(successor.createdAt)).toBeGreaterThanOrEqual(
        300_000,
      );
      expect([await works(old), await works(successor)]).toEqual([true, true]);

      const back = travel(broker, 310_000);
      const after = [await works(old), (await read(old)).status];
      back();
      expect(after).toEqual([false, 'expired']);
    });

    it('ends the old one at once without grace', async () => {
      const old = await makeMachine(admin);
      const { body: successor } = await rotate(old, { graceSeconds: 0 });

      expect([await works(old), await works(successor)]).toEqual([false, true]);
      expect((await read(old)).status).toBe('expired');
    });

    it('gives a day of grace and keeps the label when nothing is said', async () => {
      const { clientId } = await makeClient(admin);
      const old = await issueCredential(admin, clientId, { label: 'production' });
      const { body: successor } = await admin.post<IssuedCredentialDto>(`${pathOf(old)}/rotate`);
      const grace = Date.parse((await read(old)).retiresAt!) - Date.parse(successor.createdAt);

      expect(Math.round(grace / 60_000)).toBe(24 * 60);
      expect([successor.label, successor.expiresAt]).toEqual(['production', null]);
    });

    it('gives the successor the old one’s length of life, counted anew', async () => {
      const { clientId } = await makeClient(admin);
      const expiresAt = new Date(Date.now() + 10 * DAY).toISOString();
      const old = await issueCredential(admin, clientId, { expiresAt });
      const { body: successor } = await rotate(old, {});
      const life = (one: CredentialDto) => Date.parse(one.expiresAt!) - Date.parse(one.createdAt);

      expect(life(successor)).toBe(life(old));
    });

    it('gives the successor the end that is asked for', async () => {
      const { body } = await rotate(await makeMachine(admin), { expiresAt: '2080-05-01T00:00:00Z' });

      expect(body.expiresAt).toBe('2080-05-01T00:00:00.000Z');
    });

    it('of all five at once has room', async () => {
      const { clientId } = await makeClient(admin);
      const old = await Promise.all([1, 2, 3, 4, 5].map(() => issueCredential(admin, clientId)));
      const rotated = await Promise.all(old.map((one) => rotate(one, {})));

      expect(rotated.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    });
  });

  describe('DELETE', () => {
    it('revokes at once, and repeats do no harm', async () => {
      const machine = await makeMachine(admin);
      expect(await works(machine)).toBe(true);
      const first = await admin.delete(pathOf(machine));

      expect([first.status, first.text]).toEqual([204, '']);
      expect(await works(machine)).toBe(false);
      await flushUsage(broker);
      const revoked = await read(machine);
      expect(revoked).toMatchObject({ status: 'revoked', revokedAt: INSTANT, hint: machine.hint });
      expect((await admin.delete(pathOf(machine))).status).toBe(204);
      expect(await read(machine)).toEqual(revoked);
    });

    it('leaves the client’s others alone', async () => {
      const revoked = await makeMachine(admin);
      const other = await issueCredential(admin, revoked.clientId);
      await admin.delete(pathOf(revoked));

      expect([await works(revoked), await works(other)]).toEqual([false, true]);
    });

    it('takes a retiring one too', async () => {
      const old = await makeMachine(admin);
      const { body: successor } = await rotate(old, {});
      await admin.delete(pathOf(old));

      expect([await works(old), await works(successor)]).toEqual([false, true]);
      expect((await read(old)).status).toBe('revoked');
    });

    it('makes room for another', async () => {
      const { clientId } = await makeClient(admin);
      const issued = await Promise.all([1, 2, 3, 4, 5].map(() => issueCredential(admin, clientId)));
      await admin.delete(pathOf(issued[0]!));

      expect((await admin.post(listPath(clientId))).status).toBe(201);
    });
  });

  describe('GET', () => {
    it('lists live ones, newest first, and then past ones, page by page, each once', async () => {
      const { clientId } = await makeClient(admin);
      const past = [await issueCredential(admin, clientId), await issueCredential(admin, clientId)];
      for (const one of past) await admin.delete(pathOf(one));
      const live = [await issueCredential(admin, clientId), await issueCredential(admin, clientId)];
      live.push(await issueCredential(admin, clientId));

      const ids = (some: CredentialDto[]) => some.map(({ credentialId }) => credentialId);
      const expected = [...ids(live).reverse(), ...ids(past).sort()];
      for (const limit of [1, 2, 3, 5, 20])
        expect(ids(await everyPage<CredentialDto>(admin, listPath(clientId), limit))).toEqual(expected);
    });

    it('never tells a secret or its hash', async () => {
      const { clientId, credential } = await makeMachine(admin);
      const { text } = await admin.get(listPath(clientId));

      expect(text).not.toContain(credential);
      expect(text).not.toMatch(/hash|"credential"|"clientId"/);
    });
  });
});
