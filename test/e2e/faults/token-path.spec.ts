import { jest } from '@jest/globals';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { CredentialsService } from '../../../src/clients/credentials.service.js';
import { SessionStore } from '../../../src/clients/ports/session-store.js';
import { MINUTE } from '../../../src/common/clock.js';
import type { TestBroker } from '../../support/broker.js';
import { newAlarms } from '../../support/broker-log.js';
import { ANY, type FaultProxy } from '../../support/fault-proxy.js';
import { nextSecond } from '../../support/next-second.js';
import { expectOutage } from '../../support/oauth-outage.js';
import { makePartner, type Partner, system } from '../../support/partner.js';
import { type ProxiedBroker, startProxiedBroker } from '../../support/proxied-broker.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';
import { LOST_ANSWERS, refuse, troubles } from '../../support/troubles.js';

const REFRESH = 'AdminInitiateAuth';
/** Of a token's life of 15 minutes so little is left then that another one is fetched before it is answered. */
const NEARLY_OVER = 13 * MINUTE;

/** docs/promises.md, 7 and 9: an outage is told as 503 and Retry-After, and no token is issued on a guess. */
describe('the token endpoint while a dependency is away', () => {
  let proxied: ProxiedBroker;
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;

  beforeAll(async () => {
    proxied = await startProxiedBroker({ MAX_CLOCK_SKEW: '0' });
    ({ broker, dynamodb, cognito } = proxied);
  });
  beforeEach(async () => {
    partner = await makePartner(broker);
  });
  afterEach(() => proxied.clear());
  afterAll(() => proxied.stop());

  const ask = () => refreshGrant(broker.url, partner.credential);

  /** From now on a token has to be fetched. */
  async function spoilTokens(): Promise<void> {
    await broker.app.get(ClientsService).disable(system(), partner.clientId);
    await broker.app.get(ClientsService).enable(system(), partner.clientId);
    await nextSecond();
  }

  it('retries a read that only met another transaction', async () => {
    dynamodb.status('BatchGetItem', { status: 400, type: 'TransactionConflictException' }, { times: 3 });
    expect((await ask()).status).toBe(200);
  });

  it('says so when its reads keep meeting transactions', async () => {
    dynamodb.status('BatchGetItem', { status: 400, type: 'TransactionConflictException' });
    expectOutage(await ask());
  });

  it.each([...troubles('dynamodb'), ['is refused', refuse] as const])(
    'does not answer a fetched token when the second read %s',
    async (_, fault) => {
      await spoilTokens();
      const hold = cognito.holdAnswer(REFRESH, { times: 1 });
      const answer = ask();
      await hold.held;
      fault(dynamodb, 'BatchGetItem');
      hold.release();
      expectOutage(await answer);
      expect(await newAlarms()).toEqual(
        fault === refuse ? ['DependencyMisconfigured table: BatchGetItem'] : [],
      );
      dynamodb.clear();
      expect((await ask()).status).toBe(200);
    },
  );

  it.each(LOST_ANSWERS)('asks Cognito again, safely, when the answer of a refresh %s', async (_, fault) => {
    await spoilTokens();
    fault(cognito, REFRESH, { times: 1 });
    expectOutage(await ask());
    expect((await ask()).status).toBe(200);
  });

  it('refuses a fetched token when its session has ended before it could be stored', async () => {
    await spoilTokens();
    const store = broker.app.get(SessionStore);
    const storeBearer = store.storeBearer.bind(store);
    jest.spyOn(store, 'storeBearer').mockImplementationOnce(async (...session) => {
      const { clientId, credentialId } = partner;
      await broker.app.get(CredentialsService, { strict: false }).revoke(system(), clientId, credentialId);
      return storeBearer(...session);
    });
    expect(await ask()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('stores a fetched token again when another change of the session came first', async () => {
    await spoilTokens();
    const refused = { status: 400, type: 'ConditionalCheckFailedException' };
    dynamodb.status('UpdateItem', refused, { after: 1, times: 1 });
    expect((await ask()).status).toBe(200);
    expect(dynamodb.count('UpdateItem')).toBeGreaterThan(2);
  });

  it.each<[string, () => void]>([
    ['gone', () => dynamodb.down()],
    ['a black hole', () => dynamodb.blackHole(ANY)],
    ['throttling', () => dynamodb.status(ANY, { status: 400, type: 'ThrottlingException' })],
    ['failing', () => dynamodb.status(ANY, { status: 500, type: 'InternalServerError' })],
    ['cutting connections', () => dynamodb.resetBefore(ANY)],
    ['answering by half', () => dynamodb.half(ANY)],
    ['denying access', () => dynamodb.status(ANY, { status: 400, type: 'AccessDeniedException' })],
  ])('says so when the table is %s, and serves again afterwards', async (name, fault) => {
    expect((await ask()).status).toBe(200);
    fault();
    expectOutage(await ask());
    expect(await newAlarms()).toEqual(
      name === 'denying access' ? ['DependencyMisconfigured table: BatchGetItem'] : [],
    );
    dynamodb.clear();
    expect((await ask()).status).toBe(200);
  });

  it.each([...troubles('dynamodb'), ...LOST_ANSWERS])('tries a read again that %s', async (_, fault) => {
    fault(dynamodb, 'BatchGetItem', { times: 1 });
    expect((await ask()).status).toBe(200);
  });

  it.each<[string, () => void]>([
    ['gone', () => cognito.down()],
    ['a black hole', () => cognito.blackHole(REFRESH)],
    ['throttling', () => cognito.status(REFRESH, { status: 400, type: 'TooManyRequestsException' })],
    ['failing', () => cognito.status(REFRESH, { status: 500, type: 'InternalErrorException' })],
    ['refusing', () => cognito.status(REFRESH, { status: 400, type: 'NotAuthorizedException' })],
  ])('serves warm tokens and tells the others so when Cognito is %s', async (name, fault) => {
    fault();
    expect((await ask()).status).toBe(200);
    await spoilTokens();
    expectOutage(await ask());
    expect(await newAlarms()).toEqual(name === 'refusing' ? ['DependencyMisconfigured pool: refresh'] : []);
    cognito.clear();
    expect((await ask()).status).toBe(200);
  });

  it('answers a fetched token although it could not be stored for the others', async () => {
    await spoilTokens();
    const hold = cognito.holdAnswer(REFRESH, { times: 1 });
    const answer = ask();
    await hold.held;
    dynamodb.status('UpdateItem', { status: 500, type: 'InternalServerError' });
    hold.release();
    expect((await answer).status).toBe(200);
  });

  it.each([...troubles('dynamodb'), ...LOST_ANSWERS, ['is refused', refuse] as const])(
    'fetches and answers a token although every write, of the claim and of the token, %s',
    async (_, fault) => {
      const first = (await ask()).body['access_token'];
      const back = travel(broker, NEARLY_OVER);
      fault(dynamodb, 'UpdateItem');
      const { status, body } = await ask();
      back();
      expect(status).toBe(200);
      expect(body['access_token']).not.toBe(first);
    },
  );

  it.each(LOST_ANSWERS)('answers a fetched token when one answer of a write %s', async (_, fault) => {
    const first = (await ask()).body['access_token'];
    for (const after of [0, 1]) {
      const back = travel(broker, NEARLY_OVER);
      fault(dynamodb, 'UpdateItem', { after, times: 1 });
      const { status, body } = await ask();
      back();
      dynamodb.clear();
      expect(status).toBe(200);
      expect(body['access_token']).not.toBe(first);
    }
  });
});
