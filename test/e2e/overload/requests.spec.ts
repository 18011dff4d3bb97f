import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { register } from 'prom-client';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { Api, type ProblemAnswer } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, type Hold, startFaultProxy } from '../../support/fault-proxy.js';
import { nextSecond } from '../../support/next-second.js';
import { expectOutage } from '../../support/oauth-outage.js';
import { makePartner, type Partner, system } from '../../support/partner.js';
import { makeOperator } from '../../support/people.js';
import { expectProblemOutage } from '../../support/problem-outage.js';
import { refreshGrant, type TokenAnswer } from '../../support/token-endpoint.js';

const MOST = 4;
/** Ten times as many as are worked on, with those that are. */
const TOO_MANY = 9 * MOST;

/** docs/promises.md, 11: too many requests cost each other their answers, and nothing else. */
describe('more requests than are worked on at once', () => {
  let cognito: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;
  let other: Partner;

  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    const env = {
      MAX_CLOCK_SKEW: '0',
      MAX_TOKEN_REQUESTS_IN_FLIGHT: String(MOST),
      MAX_PORTAL_REQUESTS_IN_FLIGHT: String(MOST),
    };
    broker = await startBroker({ env, endpoints: { cognito: cognito.endpoint } });
  });
  beforeEach(async () => {
    [partner, other] = await Promise.all([makePartner(broker), makePartner(broker)]);
  });
  afterEach(() => cognito.clear());
  afterAll(async () => {
    await broker.stop();
    await cognito.stop();
  });

  const ask = () => refreshGrant(broker.url, partner.credential);
  const valueOf = async (name: string) => (await register.getSingleMetric(name)!.get()).values[0]!.value;
  const inPortal = async () =>
    (await register.getSingleMetric('broker_portal_requests_in_flight')!.get()).values.find(
      ({ labels }) => labels['room'] === 'other',
    )!.value;
  const inFlight = () => valueOf('broker_token_requests_in_flight');
  const refused = () => valueOf('broker_token_requests_refused_total');

  /** From now on its token has to be fetched. */
  async function spoilToken(): Promise<void> {
    await broker.app.get(ClientsService).disable(system(), partner.clientId);
    await broker.app.get(ClientsService).enable(system(), partner.clientId);
    await nextSecond();
  }

  /** As many requests as are worked on, kept waiting for Cognito. */
  async function fill(): Promise<{ hold: Hold; waiting: Promise<TokenAnswer>[] }> {
    await spoilToken();
    const hold = cognito.holdAnswer('AdminInitiateAuth');
    const waiting = Array.from({ length: MOST }, ask);
    await eventually(inFlight, (count) => count === MOST);
    return { hold, waiting };
  }

  it('are answered 503 at once, while probes, revocations and what is worked on go on', async () => {
    const { hold, waiting } = await fill();
    const before = await refused();
    const api = new Api(broker.url);
    const [live, ready, revoked, introspected, ...tooMany] = await Promise.all([
      api.get('/health/live'),
      api.get('/health/ready'),
      api.oauth('/oauth/revoke', { token: other.credential }),
      api.oauth('/oauth/introspect', { token: partner.credential }),
      ...Array.from({ length: TOO_MANY }, ask),
    ]);

    expect([live.status, ready.status, revoked.status]).toEqual([200, 200, 200]);
    expectOutage(introspected);
    tooMany.forEach(expectOutage);
    expect((await refused()) - before).toBe(TOO_MANY + 1);
    hold.release();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(Array(MOST).fill(200));
    await eventually(inFlight, (count) => count === 0);
    expect((await ask()).status).toBe(200);
  });

  it('make no room by leaving: the work goes on without them', async () => {
    await spoilToken();
    const hold = cognito.holdAnswer('AdminInitiateAuth');
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: partner.credential });
    const sockets = await send(form.toString());
    await eventually(inFlight, (count) => count === MOST);
    await leave(sockets);

    expectOutage(await ask());
    hold.release();
    await eventually(inFlight, (count) => count === 0);
    expect((await ask()).status).toBe(200);
  });

  it('take no room before they have arrived', async () => {
    const sockets = await send('', 10);

    expect((await ask()).status).toBe(200);
    await leave(sockets);
  });

  it('as many of the portal leave room for what ends access, for tokens and for probes, and for nothing else there', async () => {
    const operator = await makeOperator(broker);
    const api = new Api(broker.url);
    const hold = cognito.holdAnswer('InitiateAuth');
    const { email, password } = operator;
    const signIn = () => api.post<ProblemAnswer>('/api/v1/auth/login', { body: { email, password } });
    const waiting = Array.from({ length: MOST }, signIn);
    await eventually(inPortal, (count) => count === MOST);
    const path = `/api/v1/clients/${other.clientId}`;
    const [listed, signedIn] = await Promise.all([operator.api.get<ProblemAnswer>(path), signIn()]);

    [listed, signedIn].forEach(expectProblemOutage);
    expect((await operator.api.delete(`${path}/credentials/${other.credentialId}`)).status).toBe(204);
    expect((await operator.api.post(`${path}/disable`)).status).toBe(200);
    expect([(await ask()).status, (await api.get('/health/live')).status]).toEqual([200, 200]);
    hold.release();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(Array(MOST).fill(200));
    expect((await operator.api.get(path)).status).toBe(200);
  });

  /** As many token requests as are worked on, with `body`, or as much of it as there is. */
  async function send(body: string, length = body.length): Promise<Socket[]> {
    const fields = ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${length}`];
    const message = ['POST /oauth/token HTTP/1.1', 'Host: broker', ...fields, '', body].join('\r\n');
    const sockets = Array.from({ length: MOST }, () =>
      connect(Number(new URL(broker.url).port), '127.0.0.1'),
    );
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets) socket.write(message);
    return sockets;
  }
});

async function leave(sockets: readonly Socket[]): Promise<void> {
  const left = sockets.map((socket) => once(socket, 'close'));
  for (const socket of sockets) socket.destroy();
  await Promise.all(left);
}
