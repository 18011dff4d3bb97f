import type { ClientDto } from '../../../src/clients/api/client.dto.js';
import { SECOND } from '../../../src/common/clock.js';
import { OWN_WORK } from '../../../src/common/own-work.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import type { TestBroker } from '../../support/broker.js';
import { newAlarms } from '../../support/broker-log.js';
import type { FaultProxy } from '../../support/fault-proxy.js';
import { issueCredential } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestPerson } from '../../support/people.js';
import { expectProblemOutage } from '../../support/problem-outage.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';
import { LOST_ANSWERS, refuse, troubles } from '../../support/troubles.js';

const WRITE = 'TransactWriteItems';
const STEPS = ['AdminCreateUser', 'AdminSetUserPassword', 'AdminInitiateAuth'];
/** What a person on call is told of each. */
const TOLD = ['create user', 'set password', 'ADMIN_USER_PASSWORD_AUTH'];

/** docs/promises.md, 8: what was not answered is finished, or undone where Cognito refuses. */
describe('creating a client while a dependency fails', () => {
  let proxied: ProxiedBroker;
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let admin: TestPerson;

  beforeAll(async () => {
    proxied = await startProxiedBroker();
    ({ broker, dynamodb, cognito } = proxied);
    ({ admin } = await makeTenant(await makeOperator(broker)));
  });
  afterEach(() => proxied.clear());
  afterAll(() => proxied.stop());

  const create = (name: string) => admin.api.post('/api/v1/clients', { body: { name } });

  async function named(name: string): Promise<ClientDto | undefined> {
    const { body } = await admin.api.get<{ items: ClientDto[] }>('/api/v1/clients?limit=100');
    return body.items.find((one) => one.name === name);
  }

  async function laterRound(): Promise<void> {
    const back = travel(broker, OWN_WORK + SECOND);
    await broker.app.get(WorkRunner).round();
    back();
  }

  const cells = [...troubles('cognito'), ...LOST_ANSWERS].map(([name, fault]) => ({ name, fault }));

  it.each(cells)('503, finished by the runner, whichever step $name', async ({ name, fault }) => {
    for (const step of STEPS) fault(cognito, step, { times: 1 });
    // Each meets one of them: who has met one passes the others' next time.
    const names = STEPS.map((step) => `${step} ${name}`);
    for (const answer of await Promise.all(names.map(create))) expectProblemOutage(answer);
    cognito.clear();
    await laterRound();
    for (const one of names) {
      const client = await named(one);
      expect(client?.status).toBe('active');
      const { credential } = await issueCredential(admin.api, client!.clientId);
      expect((await refreshGrant(broker.url, credential)).status).toBe(200);
    }
  });

  const refused = STEPS.map((step, i) => ({ step, told: TOLD[i]! }));

  it.each(refused)('undone and 503 when $step is refused', async ({ step, told }) => {
    refuse(cognito, step, { times: 1 });
    expectProblemOutage(await create(`refused ${step}`));
    expect(await newAlarms()).toEqual([`DependencyMisconfigured pool: ${told}`]);
    expect((await named(`refused ${step}`))?.status).not.toBe('active');
    await laterRound();
    expect(await named(`refused ${step}`)).toBeUndefined();
  });

  it.each([...troubles('dynamodb'), ['is refused', refuse] as const])(
    '503 and nothing is made when the write %s',
    async (cell, fault) => {
      fault(dynamodb, WRITE);
      expectProblemOutage(await create(`write ${cell}`));
      expect(await newAlarms()).toEqual(
        fault === refuse ? ['DependencyMisconfigured table: TransactWriteItems'] : [],
      );
      dynamodb.clear();
      await laterRound();
      expect(await named(`write ${cell}`)).toBeUndefined();
    },
  );

  it.each(LOST_ANSWERS)('made once when the answer of the write %s', async (cell, fault) => {
    fault(dynamodb, WRITE, { times: 1 });
    expect((await create(`answer ${cell}`)).status).toBe(201);
    expect((await named(`answer ${cell}`))?.status).toBe('active');
  });
});
