import type { AdmissionDto, RegistrationDto } from '../../../src/admin/registrations/registration.dto.js';
import { Api } from '../../support/api.js';
import type { TestBroker } from '../../support/broker.js';
import { newAlarms } from '../../support/broker-log.js';
import type { FaultProxy } from '../../support/fault-proxy.js';
import { mailsTo } from '../../support/mailbox.js';
import { acceptInvitation, anAddress, aRegistration, makeOperator } from '../../support/people.js';
import type { TestPerson } from '../../support/people.js';
import { expectProblemOutage } from '../../support/problem-outage.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import { LOST_ANSWERS, refuse, troubles } from '../../support/troubles.js';

const INVITE = 'AdminCreateUser';
const WRITE = 'TransactWriteItems';

/** docs/promises.md, 8: an approval that was not answered is finished by a repeat; nobody is invited twice. */
describe('approving a registration while a dependency fails', () => {
  let proxied: ProxiedBroker;
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let operator: TestPerson;
  let email: string;
  let registrationId: string;

  beforeAll(async () => {
    proxied = await startProxiedBroker({ RATE_LIMITS: 'off' });
    ({ broker, dynamodb, cognito } = proxied);
    operator = await makeOperator(broker);
  });
  beforeEach(async () => {
    email = anAddress();
    await new Api(broker.url).post('/api/v1/registrations', { body: aRegistration(email) });
    const { body } = await operator.api.get<{ items: RegistrationDto[] }>('/api/v1/registrations?limit=100');
    ({ registrationId } = body.items.find(({ admin }) => admin.email === email)!);
  });
  afterEach(() => proxied.clear());
  afterAll(() => proxied.stop());

  const approve = <Body>() => operator.api.post<Body>(`/api/v1/registrations/${registrationId}/approve`);

  /** The tenant, its first client, and the admin, who was invited once. */
  async function expectApproved(): Promise<void> {
    const { status, body } = await approve<AdmissionDto>();
    expect(status).toBe(200);
    expect(body.client.status).toBe('active');
    expect(await mailsTo(email)).toHaveLength(1);
    const { api } = await acceptInvitation(operator.api, email);
    expect((await api.get(`/api/v1/clients/${body.client.clientId}`)).status).toBe(200);
  }

  it.each([...troubles('cognito'), ['is refused', refuse] as const])(
    '503, finished by a repeat, when the invitation %s',
    async (_, fault) => {
      fault(cognito, INVITE, { times: 1 });
      expectProblemOutage(await approve());
      expect(await newAlarms()).toEqual(fault === refuse ? ['DependencyMisconfigured pool: invite'] : []);
      await expectApproved();
    },
  );

  it.each(LOST_ANSWERS)('the invited person is found again when the answer %s', async (_, fault) => {
    fault(cognito, INVITE, { times: 1 });
    expectProblemOutage(await approve());
    await expectApproved();
  });

  it.each([...troubles('dynamodb'), ['is refused', refuse] as const])(
    '503, finished by a repeat, when the write %s',
    async (_, fault) => {
      fault(dynamodb, WRITE);
      expectProblemOutage(await approve());
      expect(await newAlarms()).toEqual(
        fault === refuse ? ['DependencyMisconfigured table: TransactWriteItems'] : [],
      );
      dynamodb.clear();
      await expectApproved();
    },
  );

  it.each(LOST_ANSWERS)('done all the same when the answer of a write %s', async (_, fault) => {
    fault(dynamodb, WRITE, { times: 1 });
    await expectApproved();
  });
});
