import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { makeOperator, type TestPerson } from '../../support/people.js';
import { expectProblemOutage } from '../../support/problem-outage.js';
import { LOST_ANSWERS, refuse, troubles } from '../../support/troubles.js';

/** docs/promises.md, 7: who signs in is not told that their password is wrong because something is away. */
describe('people who sign in while a dependency fails', () => {
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let person: TestPerson;

  beforeAll(async () => {
    dynamodb = await startFaultProxy(emulators().dynamodb);
    cognito = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({
      env: { RATE_LIMITS: 'off' },
      endpoints: { dynamodb: dynamodb.endpoint, cognito: cognito.endpoint },
    });
    person = await makeOperator(broker);
  });
  afterEach(() => {
    dynamodb.clear();
    cognito.clear();
  });
  afterAll(async () => {
    await broker.stop();
    await dynamodb.stop();
    await cognito.stop();
  });

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
