import { Api } from '../../support/api.js';
import type { TestBroker } from '../../support/broker.js';
import { ANY, type FaultProxy } from '../../support/fault-proxy.js';
import { expectOutage } from '../../support/oauth-outage.js';
import { makePartner, type Partner } from '../../support/partner.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import { refreshGrant } from '../../support/token-endpoint.js';

/** docs/promises.md, 7 and 8: 200 is said of what is durable alone. */
describe('POST /oauth/revoke while a dependency is away', () => {
  let proxied: ProxiedBroker;
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;

  beforeAll(async () => {
    proxied = await startProxiedBroker();
    ({ broker, dynamodb, cognito } = proxied);
  });
  beforeEach(async () => {
    partner = await makePartner(broker);
  });
  afterEach(() => proxied.clear());
  afterAll(() => proxied.stop());

  const revoke = () => new Api(broker.url).oauth('/oauth/revoke', { token: partner.credential });
  const works = async () => (await refreshGrant(broker.url, partner.credential)).status === 200;

  it.each<[string, () => void]>([
    ['the table is gone', () => dynamodb.down()],
    ['the table is a black hole', () => dynamodb.blackHole(ANY)],
    [
      'the write is throttled',
      () => dynamodb.status('TransactWriteItems', { status: 400, type: 'ThrottlingException' }),
    ],
    [
      'the write fails',
      () => dynamodb.status('TransactWriteItems', { status: 500, type: 'InternalServerError' }),
    ],
    ['the write is cut off', () => dynamodb.resetBefore('TransactWriteItems')],
    ['the write is a black hole', () => dynamodb.blackHole('TransactWriteItems')],
  ])('says so when %s; nothing is revoked until it says 200', async (_, fault) => {
    fault();
    expectOutage(await revoke());
    dynamodb.clear();
    expect(await works()).toBe(true);
    expect((await revoke()).status).toBe(200);
    expect(await works()).toBe(false);
  });

  it('has revoked when only the answer of the write was lost', async () => {
    dynamodb.resetAfter('TransactWriteItems', { times: 1 });
    expect((await revoke()).status).toBe(200);
    expect(await works()).toBe(false);
  });

  it('needs no Cognito', async () => {
    cognito.down();
    expect((await revoke()).status).toBe(200);
    expect(await works()).toBe(false);
  });
});
