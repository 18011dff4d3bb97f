import { ClientsService } from '../../../src/clients/clients.service.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { ANY, type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { nextSecond } from '../../support/next-second.js';
import { expectOutage } from '../../support/oauth-outage.js';
import { makePartner, type Partner, system } from '../../support/partner.js';
import { refreshGrant } from '../../support/token-endpoint.js';

const REFRESH = 'AdminInitiateAuth';

/** docs/promises.md, 7 and 9: an outage is told as 503 and Retry-After, and no token is issued on a guess. */
describe('the token endpoint while a dependency is away', () => {
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;

  beforeAll(async () => {
    dynamodb = await startFaultProxy(emulators().dynamodb);
    cognito = await startFaultProxy(emulators().cognitoLocal);
    const endpoints = { dynamodb: dynamodb.endpoint, cognito: cognito.endpoint };
    broker = await startBroker({ env: { MAX_CLOCK_SKEW: '0' }, endpoints });
  });
  beforeEach(async () => {
    partner = await makePartner(broker);
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

  const ask = () => refreshGrant(broker.url, partner.credential);

  /** From now on a token has to be fetched. */
  async function spoilTokens(): Promise<void> {
    await broker.app.get(ClientsService).disable(system(), partner.clientId);
    await broker.app.get(ClientsService).enable(system(), partner.clientId);
    await nextSecond();
  }

  it.each<[string, () => void]>([
    ['gone', () => dynamodb.down()],
    ['a black hole', () => dynamodb.blackHole(ANY)],
    ['throttling', () => dynamodb.status(ANY, { status: 400, type: 'ThrottlingException' })],
    ['failing', () => dynamodb.status(ANY, { status: 500, type: 'InternalServerError' })],
    ['denying access', () => dynamodb.status(ANY, { status: 400, type: 'AccessDeniedException' })],
  ])('says so when the table is %s, and serves again afterwards', async (_, fault) => {
    expect((await ask()).status).toBe(200);
    fault();
    expectOutage(await ask());
    dynamodb.clear();
    expect((await ask()).status).toBe(200);
  });

  it('survives a read whose answer is lost', async () => {
    dynamodb.resetAfter('BatchGetItem', { times: 1 });
    expect((await ask()).status).toBe(200);
  });

  it.each<[string, () => void]>([
    ['gone', () => cognito.down()],
    ['a black hole', () => cognito.blackHole(REFRESH)],
    ['throttling', () => cognito.status(REFRESH, { status: 400, type: 'TooManyRequestsException' })],
    ['failing', () => cognito.status(REFRESH, { status: 500, type: 'InternalErrorException' })],
    ['refusing', () => cognito.status(REFRESH, { status: 400, type: 'NotAuthorizedException' })],
  ])('serves warm tokens and tells the others so when Cognito is %s', async (_, fault) => {
    fault();
    expect((await ask()).status).toBe(200);
    await spoilTokens();
    expectOutage(await ask());
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

  it('fetches a token although the claim to do so could not be stored', async () => {
    await spoilTokens();
    dynamodb.status('UpdateItem', { status: 500, type: 'InternalServerError' });
    expect((await ask()).status).toBe(200);
  });
});
