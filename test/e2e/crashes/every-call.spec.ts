import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { jest } from '@jest/globals';
import type { AdmissionDto, RegistrationDto } from '../../../src/admin/registrations/registration.dto.js';
import type { UserDto } from '../../../src/admin/users/user.dto.js';
import type { ClientDto } from '../../../src/clients/api/client.dto.js';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { DAY } from '../../../src/common/clock.js';
import { PLATFORM_TENANT_ID } from '../../../src/common/ids.js';
import { CanaryStore } from '../../../src/clients/ports/canary-store.js';
import { Fleet } from '../../../src/fleet/fleet.js';
import type { TenantDto } from '../../../src/tenants/tenant.dto.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { finishPendingWork, lookAround } from '../../chaos/aftermath.js';
import type { Operation } from '../../chaos/history.js';
import { Ledger } from '../../chaos/judge/ledger.js';
import { judgeState } from '../../chaos/judge/state.js';
import { judgeTrail } from '../../chaos/judge/trail.js';
import { KnownClient } from '../../chaos/roster.js';
import { type Answer, Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { forgetTheDead, startBrokerProcess } from '../../support/broker-process.js';
import type { TestPool } from '../../support/cognito-pools.js';
import { emulators } from '../../support/emulators.js';
import { ANY, type FaultProxy, type Hold, startFaultProxy } from '../../support/fault-proxy.js';
import { Lifeline } from '../../support/lifeline.js';
import { issueCredential, makeClient } from '../../support/machines.js';
import { everyPage } from '../../support/pages.js';
import { patience } from '../../support/signals.js';
import { anAddress, aRegistration, makeOperator, type TestPerson } from '../../support/people.js';

/** One life of the victim: what it was asked to do, and whether it came to say that it is done. */
interface Life<Target> {
  readonly target: Target;
  readonly status: number;
  readonly body: Partial<IssuedCredentialDto>;
}

const REGISTRATIONS = '/api/v1/registrations';
const TENANTS = '/api/v1/admin/tenants';
const PAGE = 100;
/** The suite lets it die at every other call, `npm run test:crashes` at every one. */
const STEP = process.env['CRASHES'] === 'all' ? 1 : 2;

/**
 * docs/promises.md, 8: whatever call to AWS was a broker's last, another one finishes or undoes what it left.
 *
 * All that a killed process leaves behind is what its calls have done, so its deaths are enumerated on the wire: each call of
 * an operation is once the last that takes effect. To die before the next call is the same. The broker lives on in this
 * process, cut off, at a fraction of what starting one costs. In the end processes are really killed, with all operations
 * under way; and, under load, in test/chaos.
 */
describe('a broker that dies at any call', () => {
  let survivor: TestBroker;
  let operator: TestPerson;
  let lifeline: Lifeline;
  let victim: TestBroker;
  let dying: Api;
  let tenantId: string;

  beforeAll(async () => {
    survivor = await startBroker({ env: { RATE_LIMITS: 'off' } });
    operator = await makeOperator(survivor);
    lifeline = await Lifeline.start();
    const env = { RATE_LIMITS: 'off' };
    victim = await startBroker({ env, endpoints: lifeline.endpoints, beside: survivor });
    dying = new Api(victim.url, operator.accessToken);
    // Its calls are those of the operation alone; and the survivor's two rounds are its first.
    for (const broker of [victim, survivor]) resting(broker);
    const fleet = victim.app.get(Fleet);
    await fleet.leave();
    jest.spyOn(fleet, 'current').mockReturnValue(0.5);
  }, 60_000);
  beforeEach(async () => {
    tenantId = await admitted();
  });
  afterAll(async () => {
    lifeline.mend();
    await victim.stop();
    await survivor.stop();
    await lifeline.stop();
  });

  /** Lets the victim do it once from beginning to end, and then die at each of the calls that this took. */
  async function dieAtEveryCall<Target>(
    prepare: () => Promise<Target>,
    act: (target: Target) => Promise<Answer<unknown>>,
  ): Promise<Life<Target>[]> {
    const live = async (last: number) => {
      const target = await prepare();
      lifeline.cutAfter(last);
      const { status, body } = await act(target);
      // What is done behind the answer belongs to it.
      await victim.app.get(WorkRunner).onApplicationShutdown();
      return { target, status, body: body as Life<Target>['body'] };
    };
    const lives = [await live(Infinity)];
    const { calls } = lifeline;
    for (let last = 1; last <= calls; last += STEP) lives.push(await live(last));
    lifeline.mend();
    expect(lives.map(({ status }) => status)).toContain(503);
    return lives;
  }

  /** @returns how much later it is then, and what is still pending */
  async function finish() {
    jest.mocked(survivor.app.get(WorkRunner).round).mockRestore();
    const finished = await finishPendingWork(survivor);
    resting(survivor);
    return finished;
  }

  /** A tenant with an admin and a client. @returns its id */
  async function admitted(): Promise<string> {
    const { body } = await operator.api.post<AdmissionDto>(REGISTRATIONS, { body: aRegistration() });
    return body.tenant.tenantId;
  }

  async function aClient(): Promise<KnownClient> {
    return new KnownClient(tenantId, (await makeClient(operator.api, { tenantId })).clientId);
  }

  async function aCredential(): Promise<IssuedCredentialDto> {
    const { clientId } = await aClient();
    return issueCredential(operator.api, clientId);
  }

  /** When all is over, by the judge of the chaos campaign: state, sessions and trail, and nothing half done. */
  async function judged(operations: readonly Operation[]): Promise<string[]> {
    const { later, pending } = await finish();
    const clients = [...new Set(operations.map(({ clientId }) => clientId!))];
    const roster = clients.map((clientId) => new KnownClient(tenantId, clientId));
    const takenAt = operations.length + later;
    const standing = await lookAround(survivor, operator.api, roster, { takenAt, pending });
    const ledger = new Ledger(operations);
    return [...judgeState(standing, ledger), ...judgeTrail(standing, ledger)].map(({ message }) => message);
  }

  const tenants = async () =>
    (await everyPage<TenantDto>(operator.api, TENANTS, PAGE)).filter(
      (one) => one.tenantId !== PLATFORM_TENANT_ID,
    );
  const clientsOf = (id: string) =>
    everyPage<ClientDto>(operator.api, '/api/v1/clients', PAGE, { tenantId: id });
  const peopleOf = (id: string) =>
    everyPage<UserDto>(operator.api, '/api/v1/admin/users', PAGE, { tenantId: id });

  /** Cognito knows exactly the clients and people that the broker knows, and all of them are whole. */
  async function expectNoOrphans(): Promise<void> {
    const ids = [PLATFORM_TENANT_ID, ...(await tenants()).map((one) => one.tenantId)];
    const clients = (await Promise.all(ids.map(clientsOf))).flat();
    const people = (await Promise.all(ids.map(peopleOf))).flat();
    expect(clients.filter(({ status }) => status !== 'active')).toEqual([]);
    expect(people.filter(({ status }) => !['active', 'invited'].includes(status))).toEqual([]);
    const { username: canary } = (await survivor.app.get(CanaryStore).find(patience()))!;
    const machines = [canary, ...clients.map(({ clientId }) => clientId)];
    expect(await usersOf(survivor.machines)).toEqual(machines.sort());
    expect(await usersOf(survivor.people)).toEqual(people.map(({ email }) => email).sort());
  }

  it('while it issues a credential', async () => {
    const lives = await dieAtEveryCall(aClient, ({ clientId }) =>
      dying.post(`/api/v1/clients/${clientId}/credentials`, { body: {} }),
    );
    const operations = lives.map((life) => operation('issue', life.target, life));
    expect(await judged(operations)).toEqual([]);
  });

  it('while it rotates one: the old one works all the time', async () => {
    const lives = await dieAtEveryCall(aCredential, ({ clientId, credentialId }) =>
      dying.post(`/api/v1/clients/${clientId}/credentials/${credentialId}/rotate`, { body: {} }),
    );
    for (const { target } of lives) {
      const form = { grant_type: 'refresh_token', refresh_token: target.credential };
      expect((await new Api(survivor.url).token(form)).status).toBe(200);
    }
    const operations = lives.flatMap((life) => [
      operation('issue', { tenantId, clientId: life.target.clientId }, { status: 201, body: life.target }),
      operation('rotate', { tenantId, ...life.target, grace: DAY }, life),
    ]);
    expect(await judged(operations)).toEqual([]);
  });

  it('while it revokes one', async () => {
    const lives = await dieAtEveryCall(aCredential, ({ clientId, credentialId }) =>
      dying.delete(`/api/v1/clients/${clientId}/credentials/${credentialId}`),
    );
    const operations = lives.flatMap((life) => [
      operation('issue', { tenantId, clientId: life.target.clientId }, { status: 201, body: life.target }),
      operation('revoke', { tenantId, ...life.target }, { ...life, body: {} }),
    ]);
    expect(await judged(operations)).toEqual([]);
  });

  it('while it creates a client', async () => {
    const body = { name: 'another', scopes: ['orders:read'], tenantId };
    const lives = await dieAtEveryCall(
      () => Promise.resolve(),
      () => dying.post('/api/v1/clients', { body }),
    );
    expect((await finish()).pending).toEqual([]);
    const made = await clientsOf(tenantId);
    expect(made.length).toBeGreaterThan(lives.filter(({ status }) => status === 201).length);
    await expectNoOrphans();
  });

  it('while it registers an organisation', async () => {
    const before = await tenants();
    const lives = await dieAtEveryCall(
      () => Promise.resolve(aRegistration()),
      (body) => dying.post(REGISTRATIONS, { body }),
    );
    expect((await finish()).pending).toEqual([]);
    await expectWholeTenants(before, lives);
  });

  it('while it approves a registration', async () => {
    const before = await tenants();
    const lives = await dieAtEveryCall(registered, (id) => dying.post(`${REGISTRATIONS}/${id}/approve`));
    expect((await finish()).pending).toEqual([]);
    await expectWholeTenants(before, lives);
  });

  it('while it deletes a tenant', async () => {
    const lives = await dieAtEveryCall(suspended, (id) => dying.delete(`${TENANTS}/${id}`));
    expect((await finish()).pending).toEqual([]);
    await expectGoneOrWhole(lives);
    await expectNoOrphans();
  });

  /** Which of all its calls is the last of a process, and whether that takes effect. */
  const LAST_CALLS: [string, (dynamodb: FaultProxy, cognito: FaultProxy) => Hold][] = [
    ['reads and writes', (dynamodb) => dynamodb.hold('TransactWriteItems', { after: 2 })],
    ['has written', (dynamodb) => dynamodb.holdAnswer('TransactWriteItems', { after: 4 })],
    ['has called Cognito', (_, cognito) => cognito.holdAnswer(ANY, { after: 2 })],
  ];

  it.each(LAST_CALLS)('by SIGKILL, while it %s for all of these at once', async (_, stopAt) => {
    const [client, rotated, revoked] = await Promise.all([aClient(), aCredential(), aCredential()]);
    const [pending, doomed, before] = [await registered(), await suspended(), await tenants()];
    const [issuing, rotating, revoking, , registering, approving, deleting] = await killedAt(
      stopAt,
      (api) => [
        api.post(credentialsOf(client), { body: {} }),
        api.post(`${credentialsOf(rotated)}/${rotated.credentialId}/rotate`, { body: {} }),
        api.delete(`${credentialsOf(revoked)}/${revoked.credentialId}`),
        api.post('/api/v1/clients', { body: { name: 'another', scopes: ['orders:read'], tenantId } }),
        api.post(REGISTRATIONS, { body: aRegistration() }),
        api.post(`${REGISTRATIONS}/${pending}/approve`),
        api.delete(`${TENANTS}/${doomed}`),
      ],
    );
    const made = [rotated, revoked].map((one) =>
      operation('issue', { tenantId, clientId: one.clientId }, { status: 201, body: one }),
    );
    const operations = [
      ...made,
      operation('issue', client, issuing!),
      operation('rotate', { tenantId, ...rotated, grace: DAY }, rotating!),
      operation('revoke', { tenantId, ...revoked }, { ...revoking!, body: {} }),
    ];
    expect(await judged(operations)).toEqual([]);
    await expectWholeTenants(before, [registering!, approving!]);
    await expectGoneOrWhole([{ ...deleting!, target: doomed }]);
  });

  /** Kills a process where it stops, with all of `act` under way. @returns what each of these was answered, 503 where nothing */
  async function killedAt(
    stopAt: (dynamodb: FaultProxy, cognito: FaultProxy) => Hold,
    act: (api: Api) => Promise<Answer<unknown>>[],
  ): Promise<Life<undefined>[]> {
    const { dynamodb, cognitoLocal } = emulators();
    const [table, pools] = await Promise.all([startFaultProxy(dynamodb), startFaultProxy(cognitoLocal)]);
    await forgetTheDead(survivor);
    const victim = await startBrokerProcess(survivor, {
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: pools.endpoint,
      RATE_LIMITS: 'off',
    });
    const { held } = stopAt(table, pools);
    const lives = act(new Api(victim.url, operator.accessToken)).map((answering) =>
      answering.then(
        ({ status, body }) => ({ target: undefined, status, body: body as Life<undefined>['body'] }),
        () => ({ target: undefined, status: 503, body: {} }),
      ),
    );
    await held;
    await victim.kill();
    const ended = await Promise.all(lives);
    expect(ended.map(({ status }) => status)).toContain(503);
    await Promise.all([table.stop(), pools.stop()]);
    return ended;
  }

  /** One whose deletion was acknowledged is gone; another may be, or is as it was. */
  async function expectGoneOrWhole(lives: readonly Life<string>[]): Promise<void> {
    const left = await tenants();
    for (const { target, status } of lives) {
      const found = left.find((one) => one.tenantId === target);
      expect(found?.status).toBe(status === 202 ? undefined : found && 'suspended');
    }
  }

  /** By anybody. @returns its id */
  async function registered(): Promise<string> {
    const email = anAddress();
    await new Api(survivor.url).post(REGISTRATIONS, { body: aRegistration(email) });
    const pending = await everyPage<RegistrationDto>(operator.api, REGISTRATIONS, PAGE, {
      status: 'pending',
    });
    return pending.find(({ admin }) => admin.email === email)!.registrationId;
  }

  async function suspended(): Promise<string> {
    const id = await admitted();
    await operator.api.post(`${TENANTS}/${id}/suspend`);
    return id;
  }

  /** Each registration has become a tenant with its client and its admin, or nothing at all. */
  async function expectWholeTenants(
    before: readonly TenantDto[],
    lives: readonly Life<unknown>[],
  ): Promise<void> {
    const made = (await tenants()).filter((one) => !before.some((known) => known.tenantId === one.tenantId));
    for (const { tenantId: id, status } of made) {
      expect(status).toBe('active');
      expect(await clientsOf(id)).toMatchObject([{ status: 'active' }]);
      expect(await peopleOf(id)).toMatchObject([{ status: 'invited' }]);
    }
    expect(made.length).toBeGreaterThanOrEqual(lives.filter(({ status }) => status < 300).length);
    expect(made.length).toBeLessThanOrEqual(lives.length);
    await expectNoOrphans();
  }
});

/** Its loop does nothing. */
function resting({ app }: TestBroker): void {
  jest.spyOn(app.get(WorkRunner), 'round').mockResolvedValue(false);
}

const credentialsOf = ({ clientId }: { readonly clientId: string }) =>
  `/api/v1/clients/${clientId}/credentials`;

type Target = Pick<Operation, 'tenantId' | 'clientId' | 'credentialId' | 'grace'>;

/** In the words of the judge. What was not answered as done may have been done or not. */
function operation(
  kind: Operation['kind'],
  { tenantId, clientId, credentialId, grace }: Target,
  { status, body }: Pick<Life<unknown>, 'status' | 'body'>,
): Operation {
  const target = { tenantId, clientId, ...(kind !== 'issue' && { credentialId }), grace };
  const outcome = status < 300 ? ('done' as const) : ('outage' as const);
  const [start, end] = kind === 'issue' ? [0, 1] : [2, 3];
  return { kind, worker: 0, replica: 0, ...target, start, end, outcome, status, madeId: body.credentialId };
}

async function usersOf({ client, pool }: TestPool): Promise<string[]> {
  const { Users = [] } = await client.send(new ListUsersCommand({ UserPoolId: pool.userPoolId }));
  const names = Users.map(({ Username, Attributes }) => {
    const email = Attributes?.find(({ Name }) => Name === 'email')?.Value;
    return email ?? Username!;
  });
  return names.sort();
}
