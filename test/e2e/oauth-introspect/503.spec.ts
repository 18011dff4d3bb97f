import { Api, basic } from '../../support/api.js';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { ANY, type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { makeMachine } from '../../support/machines.js';
import { expectOutage } from '../../support/oauth-outage.js';
import { makeOperator, type TestPerson } from '../../support/people.js';
import { refreshGrant } from '../../support/token-endpoint.js';

/** docs/promises.md, 7 and 9: what cannot be read is not guessed, neither active nor inactive. */
describe('POST /oauth/introspect while the table is away', () => {
  let dynamodb: FaultProxy;
  let broker: TestBroker;
  let operator: TestPerson;
  let asker: IssuedCredentialDto;
  let token: string;

  beforeAll(async () => {
    dynamodb = await startFaultProxy(emulators().dynamodb);
    broker = await startBroker({ tableProxy: dynamodb });
    operator = await makeOperator(broker);
    asker = await makeMachine(operator.api, { tenantId: 'platform', scopes: [], introspect: true });
    token = String((await refreshGrant(broker.url, asker.credential)).body['access_token']);
  });
  afterEach(() => dynamodb.clear());
  afterAll(async () => {
    await broker.stop();
    await dynamodb.stop();
  });

  const ask = (headers: Record<string, string>) =>
    new Api(broker.url).oauth('/oauth/introspect', { token }, headers);
  const byClient = () => ask(basic(asker.clientId, asker.credential));
  const byOperator = () => ask({ authorization: `Bearer ${operator.accessToken}` });

  it.each<[string, () => void]>([
    ['gone', () => dynamodb.down()],
    ['a black hole', () => dynamodb.blackHole(ANY)],
    ['throttling', () => dynamodb.status(ANY, { status: 400, type: 'ThrottlingException' })],
    [
      'failing where sessions are read',
      () => dynamodb.status('Query', { status: 500, type: 'InternalServerError' }),
    ],
  ])('says so when it is %s', async (_, fault) => {
    fault();
    expectOutage(await byClient());
    expectOutage(await byOperator());
    dynamodb.clear();
    expect((await byClient()).body).toMatchObject({ active: true });
  });

  it('says so of a bearer token whose keys cannot be had, and still tells of credentials', async () => {
    const env = { COGNITO_JWKS_URL: 'http://127.0.0.1:1/jwks.json' };
    const keyless = await startBroker({ beside: broker, env });
    const api = new Api(keyless.url);
    const headers = basic(asker.clientId, asker.credential);

    expectOutage(await api.oauth('/oauth/introspect', { token }, headers));
    const { body } = await api.oauth('/oauth/introspect', { token: asker.credential }, headers);
    expect(body).toMatchObject({ active: true });
    await keyless.stop();
  });
});
