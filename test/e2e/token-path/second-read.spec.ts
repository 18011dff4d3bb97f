import { decodeJwt } from 'jose';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { CredentialsService } from '../../../src/clients/credentials.service.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { nextSecond } from '../../support/next-second.js';
import { makePartner, type Partner, system } from '../../support/partner.js';
import { refreshGrant } from '../../support/token-endpoint.js';

/** docs/promises.md, 1: what is acknowledged while a token is being fetched, the fetched token does not escape. */
describe('a token that is being fetched from Cognito', () => {
  let cognito: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    const env = { MAX_CLOCK_SKEW: '0' };
    broker = await startBroker({ env, endpoints: { cognito: cognito.endpoint } });
  });
  beforeEach(async () => {
    partner = await makePartner(broker);
    await cutOff();
    await nextSecond();
  });
  afterEach(() => cognito.clear());
  afterAll(async () => {
    await broker.stop();
    await cognito.stop();
  });

  /** Disabled and enabled once, so that the token from the issue is no longer good and one must be fetched. */
  async function cutOff(): Promise<void> {
    await clients().disable(system(), partner.clientId);
    await clients().enable(system(), partner.clientId);
  }

  const clients = () => broker.app.get(ClientsService);
  const credentials = () => broker.app.get(CredentialsService, { strict: false });

  it.each<[string, () => Promise<unknown>]>([
    ['its client is disabled', () => clients().disable(system(), partner.clientId)],
    [
      'its credential is revoked',
      () => credentials().revoke(system(), partner.clientId, partner.credentialId),
    ],
    ['its client is deleted', () => clients().remove(system(), partner.clientId)],
  ])('is not answered when %s meanwhile', async (_, change) => {
    const hold = cognito.holdAnswer('AdminInitiateAuth', { times: 1 });
    const answer = refreshGrant(broker.url, partner.credential);
    await hold.held;
    await change();
    hold.release();
    expect(await answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('is thrown away when the client was disabled and enabled again meanwhile', async () => {
    const hold = cognito.holdAnswer('AdminInitiateAuth', { times: 1 });
    const answer = refreshGrant(broker.url, partner.credential);
    await hold.held;
    await cutOff();
    hold.release();
    const { status, body } = await answer;
    const { notBefore } = await clients().get(system(), partner.clientId);
    if (status === 200) expect(decodeJwt(String(body['access_token'])).iat).toBeGreaterThan(notBefore);
    else expect([status, body['error']]).toEqual([503, 'temporarily_unavailable']);
  });
});
