import type { CredentialDto, IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import type { TestBroker } from '../../support/broker.js';
import { newAlarms } from '../../support/broker-log.js';
import type { FaultProxy } from '../../support/fault-proxy.js';
import { makeClient } from '../../support/machines.js';
import { makeOperator, type TestPerson } from '../../support/people.js';
import { expectProblemOutage } from '../../support/problem-outage.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { LOST_ANSWERS, refuse, troubles } from '../../support/troubles.js';

/** The reservation is the first transaction, the commit the second one. */
const COMMIT = { after: 1 };
const WRITE = 'TransactWriteItems';
const SIGN_IN = 'AdminInitiateAuth';

/** docs/promises.md, 3, 5 and 8: a secret is told when its credential works, and what was not told never works. */
describe('issuing a credential while a dependency fails', () => {
  let proxied: ProxiedBroker;
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let operator: TestPerson;
  let clientId: string;

  beforeAll(async () => {
    proxied = await startProxiedBroker();
    ({ broker, dynamodb, cognito } = proxied);
    operator = await makeOperator(broker);
  });
  beforeEach(async () => {
    ({ clientId } = await makeClient(operator.api, { tenantId: 'platform', scopes: [], introspect: true }));
  });
  afterEach(() => proxied.clear());
  afterAll(() => proxied.stop());

  const path = () => `/api/v1/clients/${clientId}/credentials`;
  const issue = <Body>() => operator.api.post<Body>(path(), { body: {} });

  async function statuses(): Promise<string[]> {
    const { body } = await operator.api.get<{ items: CredentialDto[] }>(path());
    return body.items.map(({ status }) => status);
  }

  async function audited(): Promise<number> {
    const trail = `/api/v1/audit-events?tenantId=platform&clientId=${clientId}`;
    const { body } = await operator.api.get<{ items: { action: string }[] }>(trail);
    return body.items.filter(({ action }) => action === 'credential.issued').length;
  }

  /** Nothing works that was not told, nothing is told in the trail, and another try is all that it takes. */
  async function expectNothingIssued(): Promise<void> {
    proxied.clear();
    expect(await statuses()).not.toContain('active');
    expect(await audited()).toBe(0);
    await expectIssued((await issue<IssuedCredentialDto>()).body);
  }

  async function expectIssued({ credential }: IssuedCredentialDto): Promise<void> {
    expect((await refreshGrant(broker.url, credential)).status).toBe(200);
    expect((await statuses()).filter((status) => status === 'active')).toHaveLength(1);
    expect(await audited()).toBe(1);
  }

  it.each(troubles('dynamodb'))('reserve: 503 and nothing is made when the write %s', async (_, fault) => {
    fault(dynamodb, WRITE);
    expectProblemOutage(await issue());
    await expectNothingIssued();
  });

  it.each(LOST_ANSWERS)('reserve: found again when the answer %s', async (_, fault) => {
    fault(dynamodb, WRITE, { times: 1 });
    const { status, body } = await issue<IssuedCredentialDto>();
    expect(status).toBe(201);
    await expectIssued(body);
  });

  it.each(LOST_ANSWERS)('reserve: 503 and nothing works when every answer %s', async (_, fault) => {
    fault(dynamodb, WRITE);
    expectProblemOutage(await issue());
    await expectNothingIssued();
  });

  it('reserve: 503 and nothing is made when the write is refused', async () => {
    refuse(dynamodb, WRITE);
    expectProblemOutage(await issue());
    expect(await newAlarms()).toEqual(['DependencyMisconfigured table: TransactWriteItems']);
    await expectNothingIssued();
  });

  it.each(troubles('cognito'))('sign-in: 503 and nothing works when it %s', async (_, fault) => {
    fault(cognito, SIGN_IN, { times: 1 });
    expectProblemOutage(await issue());
    await expectNothingIssued();
  });

  it.each(LOST_ANSWERS)('sign-in: 503, and a repeat is safe, when the answer %s', async (_, fault) => {
    fault(cognito, SIGN_IN, { times: 1 });
    expectProblemOutage(await issue());
    await expectNothingIssued();
  });

  it('sign-in: undone and 503 when it is refused', async () => {
    refuse(cognito, SIGN_IN);
    expectProblemOutage(await issue());
    expect(await newAlarms()).toEqual(['DependencyMisconfigured pool: ADMIN_USER_PASSWORD_AUTH']);
    await expectNothingIssued();
  });

  it.each(troubles('dynamodb'))('commit: 503 and nothing works when the write %s', async (_, fault) => {
    fault(dynamodb, WRITE, COMMIT);
    expectProblemOutage(await issue());
    await expectNothingIssued();
  });

  it.each(LOST_ANSWERS)('commit: done when one answer %s', async (_, fault) => {
    fault(dynamodb, WRITE, { ...COMMIT, times: 1 });
    const { status, body } = await issue<IssuedCredentialDto>();
    expect(status).toBe(201);
    await expectIssued(body);
  });

  it.each(LOST_ANSWERS)('commit: a re-read decides when every answer %s', async (_, fault) => {
    fault(dynamodb, WRITE, { ...COMMIT, times: 2 });
    const { status, body } = await issue<IssuedCredentialDto>();
    expect(status).toBe(201);
    await expectIssued(body);
  });

  it('commit: undone and 503 when the write is refused', async () => {
    refuse(dynamodb, WRITE, { ...COMMIT, times: 1 });
    expectProblemOutage(await issue());
    expect(await newAlarms()).toEqual(['DependencyMisconfigured table: TransactWriteItems']);
    expect(await statuses()).not.toContain('provisioning');
    await expectNothingIssued();
  });

  it('tells the secret to a repeat with the same key once the outage is over', async () => {
    const headers = { 'idempotency-key': `faults-${clientId}` };
    cognito.resetBefore(SIGN_IN, { times: 1 });
    expectProblemOutage(await operator.api.post(path(), { body: {}, headers }));
    const { status, body } = await operator.api.post<IssuedCredentialDto>(path(), { body: {}, headers });
    expect(status).toBe(201);
    await expectIssued(body);
  });
});
