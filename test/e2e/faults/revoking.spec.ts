import { SessionStore } from '../../../src/clients/ports/session-store.js';
import { SECOND } from '../../../src/common/clock.js';
import { OWN_WORK } from '../../../src/common/own-work.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import type { CredentialDto, IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import type { TestBroker } from '../../support/broker.js';
import { newAlarms } from '../../support/broker-log.js';
import { eventually } from '../../support/eventually.js';
import type { FaultProxy } from '../../support/fault-proxy.js';
import { issueCredential, makeClient } from '../../support/machines.js';
import { makeOperator, type TestPerson } from '../../support/people.js';
import { expectProblemOutage } from '../../support/problem-outage.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import { patience } from '../../support/signals.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';
import { LOST_ANSWERS, refuse, troubles } from '../../support/troubles.js';

const WRITE = 'TransactWriteItems';

/** docs/promises.md, 1, 3 and 8: a revocation is answered when it is durable, whatever Cognito says. */
describe('revoking a credential while a dependency fails', () => {
  let proxied: ProxiedBroker;
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let operator: TestPerson;
  let clientId: string;
  let issued: IssuedCredentialDto;

  beforeAll(async () => {
    proxied = await startProxiedBroker();
    ({ broker, dynamodb, cognito } = proxied);
    operator = await makeOperator(broker);
    const client = { tenantId: 'platform', scopes: [], introspect: true };
    ({ clientId } = await makeClient(operator.api, client));
  });
  beforeEach(async () => {
    // A client has room for few: this one's are revoked by the tests.
    issued = await issueCredential(operator.api, clientId);
  });
  afterEach(async () => {
    proxied.clear();
    await revoke();
  });
  afterAll(() => proxied.stop());

  const path = () => `/api/v1/clients/${clientId}/credentials/${issued.credentialId}`;
  const revoke = () => operator.api.delete(path());
  const status = async () => (await operator.api.get<CredentialDto>(path())).body.status;
  const session = () => broker.app.get(SessionStore).find(clientId, issued.credentialId, patience());

  async function audited(): Promise<number> {
    const trail = `/api/v1/audit-events?tenantId=platform&clientId=${clientId}`;
    const { body } = await operator.api.get<{ items: { action: string; target?: object }[] }>(trail);
    const text = JSON.stringify(body.items.filter(({ action }) => action === 'credential.revoked'));
    return text.split(issued.credentialId).length - 1;
  }

  async function expectStillActive(): Promise<void> {
    dynamodb.clear();
    expect(await status()).toBe('active');
    expect(await audited()).toBe(0);
    expect((await refreshGrant(broker.url, issued.credential)).status).toBe(200);
  }

  async function expectRevoked(): Promise<void> {
    expect(await status()).toBe('revoked');
    expect(await audited()).toBe(1);
    expect((await refreshGrant(broker.url, issued.credential)).status).toBe(400);
  }

  it.each(troubles('dynamodb'))('commit: 503 and still active when the write %s', async (_, fault) => {
    fault(dynamodb, WRITE);
    expectProblemOutage(await revoke());
    await expectStillActive();
  });

  it.each(LOST_ANSWERS)('commit: done, once, when the answer %s', async (_, fault) => {
    fault(dynamodb, WRITE, { times: 1 });
    expect((await revoke()).status).toBe(204);
    await expectRevoked();
  });

  it.each(LOST_ANSWERS)('commit: a repeat says the same when every answer %s', async (_, fault) => {
    fault(dynamodb, WRITE);
    await revoke();
    dynamodb.clear();
    expect((await revoke()).status).toBe(204);
    await expectRevoked();
  });

  it('commit: 503 and still active when the write is refused', async () => {
    refuse(dynamodb, WRITE);
    expectProblemOutage(await revoke());
    expect(await newAlarms()).toEqual(['DependencyMisconfigured table: TransactWriteItems']);
    await expectStillActive();
  });

  it.each([...troubles('cognito'), ...LOST_ANSWERS, ['is refused', refuse] as const])(
    'RevokeToken: 204 all the same, and told later, when it %s',
    async (_, fault) => {
      const before = cognito.count('RevokeToken');
      fault(cognito, 'RevokeToken', { times: 1 });
      expect((await revoke()).status).toBe(204);
      await expectRevoked();
      const asked = () => Promise.resolve(cognito.count('RevokeToken') - before);
      await eventually(asked, (count) => count === 1);
      await broker.app.get(WorkRunner).idle();
      expect(await newAlarms()).toEqual(fault === refuse ? ['DependencyMisconfigured pool: revoke'] : []);
      expect(await session()).toMatchObject({ state: 'ended' });
      cognito.clear();
      await laterRound();
      expect(await session()).toBeUndefined();
    },
  );

  async function laterRound(): Promise<void> {
    const back = travel(broker, OWN_WORK + SECOND);
    await broker.app.get(WorkRunner).round();
    back();
  }
});
