import { randomUUID } from 'node:crypto';
import { equals, startsWith } from '../../../src/aws/dynamodb/conditions.js';
import type { Key } from '../../../src/aws/dynamodb/keys.js';
import type { ClientDto } from '../../../src/clients/api/client.dto.js';
import type {
  CredentialDto,
  CredentialPageDto,
  IssuedCredentialDto,
} from '../../../src/clients/api/credential.dto.js';
import { MINUTE, SECOND } from '../../../src/common/clock.js';
import { OWN_WORK } from '../../../src/common/own-work.js';
import type { IdempotencyRecord } from '../../../src/idempotency/idempotency-store.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { type Answer, Api } from '../../support/api.js';
import type { TestBroker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import type { FaultProxy } from '../../support/fault-proxy.js';
import { makeClient, makeMachine } from '../../support/machines.js';
import {
  acceptInvitation,
  aRegistration,
  makeOperator,
  makeTenant,
  type TestPerson,
  type TestTenant,
} from '../../support/people.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import { patience } from '../../support/signals.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';

const OUTAGE = { status: 500, type: 'InternalErrorException' };

/** docs/promises.md, 5: one secret per creating request; only its key replays it, for ten minutes, to the same person. */
describe('a creating request with an Idempotency-Key', () => {
  let proxied: ProxiedBroker;
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let operator: TestPerson;
  let tenant: TestTenant;
  let admin: Api;
  let client: ClientDto;

  beforeAll(async () => {
    proxied = await startProxiedBroker();
    ({ broker, dynamodb, cognito } = proxied);
    operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
    admin = tenant.admin.api;
  });
  beforeEach(async () => {
    client = await makeClient(admin);
  });
  afterEach(() => proxied.clear());
  afterAll(() => proxied.stop());

  const credentials = () => `/api/v1/clients/${client.clientId}/credentials`;
  const keyed = (key: string, body: object = {}) => ({ body, headers: { 'idempotency-key': key } });
  const issue = (key: string, body: object = {}) =>
    admin.post<IssuedCredentialDto>(credentials(), keyed(key, body));
  const listed = async () => (await admin.get<CredentialPageDto>(credentials())).body.items;
  const told = ({ status, text, headers }: Answer<unknown>) => [status, text, headers.get('etag')];
  const problemCode = (body: unknown) => (body as { code?: string }).code;
  const problem = ({ status, body }: Answer<unknown>) => [status, problemCode(body)];

  /** There is one live credential, and this is its secret. */
  async function expectTheOne({ status, body }: Answer<IssuedCredentialDto>): Promise<void> {
    expect(status).toBe(201);
    expect((await refreshGrant(broker.url, body.credential)).status).toBe(200);
    const live = (await listed()).filter((one) => one.status !== 'failed');
    expect(live).toMatchObject([{ credentialId: body.credentialId, status: 'active' }]);
  }

  const CREATIONS: Record<string, () => Promise<[Api, string, object]>> = {
    'makes a client': () => Promise.resolve([admin, '/api/v1/clients', { name: 'once' }]),
    'issues a credential': () => Promise.resolve([admin, credentials(), { label: 'once' }]),
    'rotates a credential': async () => {
      const { clientId, credentialId } = await makeMachine(admin);
      const path = `/api/v1/clients/${clientId}/credentials/${credentialId}/rotate`;
      return [admin, path, { graceSeconds: 0 }];
    },
    'registers an organisation': () =>
      Promise.resolve([operator.api, '/api/v1/registrations', aRegistration()]),
  };

  it.each(Object.keys(CREATIONS))('%s once, and gets its answer again', async (which) => {
    const [api, path, body] = await CREATIONS[which]!();
    const sent = keyed(randomUUID(), body);
    const first = await api.post<object>(path, sent);
    const again = await api.post<object>(path, sent);

    expect(first.status).toBe(201);
    expect(told(again)).toEqual(told(first));
    expect(again.headers.get('cache-control')).toBe('no-store');
    expect(first.headers.has('etag')).toBe(which === 'makes a client');
  });

  it('gets it for ten minutes, whatever has become of what was made', async () => {
    const first = await issue('same');
    await admin.delete(`${credentials()}/${first.body.credentialId}`);
    let back = travel(broker, 10 * MINUTE - 2 * SECOND);
    const late = await issue('same');
    back();
    back = travel(broker, 10 * MINUTE + SECOND);
    const tooLate = await issue('same');
    back();

    expect(told(late)).toEqual(told(first));
    expect(tooLate.status).toBe(201);
    expect(tooLate.body.credentialId).not.toBe(first.body.credentialId);
  });

  it('is the same however its body is written down, and another with another body', async () => {
    const text = '{ "label": "a", "expiresAt": "2090-01-01T00:00:00Z" }';
    const first = await issue('spelling', { expiresAt: '2090-01-01T00:00:00Z', label: 'a' });
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${tenant.admin.accessToken}`,
    };
    const init = { method: 'POST', body: text, headers: { ...headers, 'idempotency-key': 'spelling' } };

    expect(told(await admin.fetch(credentials(), init))).toEqual(told(first));
    const other = await issue('spelling', { label: 'b', expiresAt: '2090-01-01T00:00:00Z' });
    expect(problem(other)).toEqual([422, 'idempotency_key_reused']);
    expect(await listed()).toHaveLength(1);
  });

  it('has nothing to do with the same key on another path or of another person', async () => {
    const key = randomUUID();
    const other = await makeClient(admin);
    const one = await issue(key);
    const two = await admin.post<IssuedCredentialDto>(
      `/api/v1/clients/${other.clientId}/credentials`,
      keyed(key),
    );
    const three = await operator.api.post<IssuedCredentialDto>(credentials(), keyed(key));

    expect([one.status, two.status, three.status]).toEqual([201, 201, 201]);
    expect(new Set([one, two, three].map(({ body }) => body.credential)).size).toBe(3);
  });

  it('400 when the key is not one to 255 visible characters, sent once', async () => {
    for (const key of ['', 'two words', 'é', 'x'.repeat(256), 'a, b']) {
      const anonymous = new Api(broker.url).post('/api/v1/registrations', keyed(key, aRegistration()));
      for (const { status, body } of [await issue(key), await anonymous]) {
        expect([status, problemCode(body)]).toEqual([400, 'validation_failed']);
        expect(body).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] });
      }
    }
    expect(await listed()).toEqual([]);
    const keys = ['!', '~'.repeat(255), '"8e03978e-40d5-43dd-bc93-6894a57f9324"'];
    expect((await Promise.all(keys.map((key) => issue(key)))).map(({ status }) => status)).toEqual([
      201, 201, 201,
    ]);
  });

  it('means nothing to who has not signed in', async () => {
    const anybody = new Api(broker.url);
    const answers = [aRegistration(), aRegistration()].map((body) =>
      anybody.post('/api/v1/registrations', keyed('theirs', body)),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([202, 202]);
  });

  it('makes one credential when it comes twenty times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => issue('twenty', { label: 'one' })));
    // On a small machine the table may take too long for some, which are told so, and for the one that is at it.
    const repeat = await eventually(
      () => issue('twenty', { label: 'one' }),
      ({ status }) => status === 201,
    );
    const made = answers.filter(({ status }) => status === 201);
    const running = answers.filter(({ status }) => status === 409);

    expect(new Set([...made, repeat].map(({ text }) => text)).size).toBe(1);
    expect(new Set(running.map(({ body }) => problemCode(body)))).toEqual(
      new Set(['idempotency_in_progress']),
    );
    expect(new Set(running.map(({ headers }) => headers.get('retry-after')))).toEqual(new Set(['1']));
    expect(answers.filter(({ status }) => ![201, 409, 503].includes(status))).toEqual([]);
    await expectTheOne(repeat);
  });

  it('never gets the answer to another, were it put into its record', async () => {
    const { table } = broker.table;
    const where = [equals('PK', `IDEMPOTENCY#${tenant.adminId}`), startsWith('SK', `POST ${credentials()} `)];
    const records = async () => (await table.query<IdempotencyRecord & Key>({ where }, patience())).items;
    await issue('one');
    const [one] = await records();
    await issue('other');
    const other = (await records()).find(({ SK }) => SK !== one!.SK)!;
    await table.put({ ...other, sealed: one!.sealed } as Key, [], patience());

    expect((await issue('other')).status).toBe(503);
    expect((await issue('one')).status).toBe(201);
  });

  it('409 while it is still being carried out, 422 with another body even then', async () => {
    const hold = cognito.hold('AdminInitiateAuth');
    const first = issue('slow');
    await hold.held;
    const [again, other] = [await issue('slow'), await issue('slow', { label: 'other' })];
    hold.release();

    expect(problem(again)).toEqual([409, 'idempotency_in_progress']);
    expect(problem(other)).toEqual([422, 'idempotency_key_reused']);
    await expectTheOne(await first);
  });

  it('is free again when it was refused', async () => {
    const issued = await Promise.all([1, 2, 3, 4, 5].map((each) => issue(`of-five-${each}`)));
    expect(problem(await issue('sixth'))).toEqual([409, 'credential_limit_reached']);
    expect(problem(await issue('sixth', { label: 'other' }))).toEqual([409, 'credential_limit_reached']);
    await admin.delete(`${credentials()}/${issued[0]!.body.credentialId}`);

    expect((await issue('sixth')).status).toBe(201);
  });

  /** What goes wrong, once, while it is issued. */
  const OUTAGES: Record<string, () => void> = {
    'Cognito is not reached': () => cognito.resetBefore('AdminInitiateAuth', { times: 1 }),
    'the answer of Cognito is lost': () => cognito.resetAfter('AdminInitiateAuth', { times: 1 }),
    'nothing can be committed': () => dynamodb.status('TransactWriteItems', OUTAGE),
    'the record cannot be stored': () => dynamodb.status('PutItem', OUTAGE),
  };

  it.each(Object.keys(OUTAGES))('is finished by a repeat at once when %s', async (what) => {
    OUTAGES[what]!();
    expect((await issue('again')).status).toBe(503);
    const before = await listed().catch(() => []);
    proxied.clear();
    const repeat = await issue('again');

    await expectTheOne(repeat);
    expect(before.every(({ credentialId }) => credentialId === repeat.body.credentialId)).toBe(true);
    expect(told(await issue('again'))).toEqual(told(repeat));
  });

  it('tells no answer that it cannot keep, and the repeat finds all done', async () => {
    const hold = cognito.hold('AdminInitiateAuth');
    const first = issue('unkept');
    await hold.held;
    dynamodb.status('PutItem', OUTAGE);
    hold.release();
    expect((await first).status).toBe(503);
    const [made] = await listed();
    dynamodb.clear();
    const back = travel(broker, 11 * SECOND);
    const repeat = await issue('unkept');
    back();

    expect(made).toMatchObject({ status: 'active', credentialId: repeat.body.credentialId });
    await expectTheOne(repeat);
  });

  it('rotates once, also when a repeat has to finish it', async () => {
    const old = await makeMachine(admin);
    const rotate = () =>
      admin.post<IssuedCredentialDto>(
        `/api/v1/clients/${old.clientId}/credentials/${old.credentialId}/rotate`,
        keyed('rotation', { graceSeconds: 0 }),
      );
    cognito.resetBefore('AdminInitiateAuth', { times: 1 });
    expect((await rotate()).status).toBe(503);
    expect((await refreshGrant(broker.url, old.credential)).status).toBe(200);
    const { status, body } = await rotate();

    expect(status).toBe(201);
    expect((await refreshGrant(broker.url, old.credential)).status).toBe(400);
    expect((await refreshGrant(broker.url, body.credential)).status).toBe(200);
  });

  it('issues anew when the runner has taken back what was left', async () => {
    cognito.status('AdminInitiateAuth', OUTAGE);
    expect((await issue('left')).status).toBe(503);
    const [left] = await listed();
    expect(left?.status).toBe('provisioning');
    cognito.clear();
    await laterRound();
    const repeat = await issue('left');

    await expectTheOne(repeat);
    expect(repeat.body.credentialId).not.toBe(left!.credentialId);
    expect(await listed()).toContainEqual(
      expect.objectContaining<Partial<CredentialDto>>({ credentialId: left!.credentialId, status: 'failed' }),
    );
  });

  it('issues anew when the runner takes it back under its hands', async () => {
    cognito.status('AdminInitiateAuth', OUTAGE, { times: 1 });
    expect((await issue('raced')).status).toBe(503);
    const hold = cognito.holdAnswer('AdminInitiateAuth', { times: 1 });
    const repeat = issue('raced');
    await hold.held;
    await laterRound();
    hold.release();

    await expectTheOne(await repeat);
  });

  it('undoes what Cognito refuses for good, and issues anew once that is mended', async () => {
    cognito.status('AdminInitiateAuth', { status: 400, type: 'AccessDeniedException' });
    expect((await issue('refused')).status).toBe(503);
    expect((await listed()).map(({ status }) => status)).toEqual(['failed']);
    cognito.clear();

    await expectTheOne(await issue('refused'));
  });

  it('makes one client, finished by a repeat or by the runner', async () => {
    const create = (key: string) => admin.post<ClientDto>('/api/v1/clients', keyed(key, { name: key }));
    const named = async (name: string) =>
      (await admin.get<{ items: ClientDto[] }>('/api/v1/clients?limit=100')).body.items.filter(
        (one) => one.name === name,
      );
    for (const key of ['repeat', 'runner']) {
      cognito.status('AdminCreateUser', OUTAGE);
      expect((await create(key)).status).toBe(503);
      cognito.clear();
      if (key === 'runner') await laterRound();
      const { status, body } = await create(key);
      expect([status, body.status]).toEqual([201, 'active']);
      expect(await named(key)).toEqual([body]);
    }
  });

  it('makes a client anew when the first try was withdrawn', async () => {
    const create = () => admin.post<ClientDto>('/api/v1/clients', keyed('withdrawn', { name: 'withdrawn' }));
    cognito.status('AdminCreateUser', { status: 400, type: 'AccessDeniedException' });
    expect((await create()).status).toBe(503);
    cognito.clear();
    const { status, body } = await create();

    expect([status, body.status]).toEqual([201, 'active']);
  });

  it('registers one organisation, which a repeat finishes', async () => {
    const registration = aRegistration();
    const register = () =>
      operator.api.post<{ client: ClientDto }>('/api/v1/registrations', keyed('organisation', registration));
    cognito.status('AdminInitiateAuth', OUTAGE);
    expect((await register()).status).toBe(503);
    cognito.clear();
    const made = await register();

    expect([made.status, made.body.client.status]).toEqual([201, 'active']);
    expect(told(await register())).toEqual(told(made));
    const person = await acceptInvitation(new Api(broker.url), registration.admin.email);
    const { body } = await person.api.get<{ items: ClientDto[] }>('/api/v1/clients');
    expect(body.items.map(({ clientId }) => clientId)).toEqual([made.body.client.clientId]);
  });

  async function laterRound(): Promise<void> {
    const back = travel(broker, OWN_WORK + SECOND);
    await broker.app.get(WorkRunner).round();
    back();
  }
});
