import { Api } from '../../support/api.js';
import type { TestBroker } from '../../support/broker.js';
import type { FaultProxy } from '../../support/fault-proxy.js';
import { makeOperator, type TestPerson } from '../../support/people.js';
import { expectProblemOutage } from '../../support/problem-outage.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import { LOST_ANSWERS, refuse, troubles } from '../../support/troubles.js';

/** docs/promises.md, 7: who signs in is not told that their password is wrong because something is away. */
describe('people who sign in while a dependency fails', () => {
  let proxied: ProxiedBroker;
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let person: TestPerson;

  beforeAll(async () => {
    proxied = await startProxiedBroker({ RATE_LIMITS: 'off' });
    ({ broker, dynamodb, cognito } = proxied);
    person = await makeOperator(broker);
  });
  afterEach(() => proxied.clear());
  afterAll(() => proxied.stop());

  const login = () => {
    const { email, password } = person;
    return new Api(broker.url).post('/api/v1/auth/login', { body: { email, password } });
  };

  it.each([...troubles('cognito'), ...LOST_ANSWERS, ['is refused', refuse] as const])(
    'are told 503, never 401, when the sign-in %s, and sign in again afterwards',
    async (_, fault) => {
      fault(cognito, 'InitiateAuth');
      expectProblemOutage(await login());
      cognito.clear();
      expect((await login()).status).toBe(200);
    },
  );

  it.each([...troubles('dynamodb'), ['is refused', refuse] as const])(
    'are told 503, never 401, when the read of who they are %s',
    async (_, fault) => {
      fault(dynamodb, 'GetItem');
      expectProblemOutage(await login());
      expectProblemOutage(await person.api.get('/api/v1/auth/me'));
      dynamodb.clear();
      expect((await person.api.get('/api/v1/auth/me')).status).toBe(200);
    },
  );
});
