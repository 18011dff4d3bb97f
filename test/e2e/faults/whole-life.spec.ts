import { setTimeout as pause } from 'node:timers/promises';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { decodeJwt } from 'jose';
import { provisionMachinesPool } from '../../../src/aws/cognito/provision-pools.js';
import { createKmsClient } from '../../../src/aws/kms/kms-client.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { DAY, type Millis, MINUTE, SECOND } from '../../../src/common/clock.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { machinesPoolAt, peoplePoolAt, type TestPool } from '../../support/cognito-pools.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { describeWith } from '../../support/optional-suite.js';
import { makePartner, type Partner, system } from '../../support/partner.js';
import { type StoppedClock, stopClock } from '../../support/stopped-clock.js';
import { makeTable } from '../../support/table.js';
import { refreshGrant } from '../../support/token-endpoint.js';

/** `npm run test:outage`: time passes as it does; else the broker's clock is moved. */
const IS_REAL = process.env.OUTAGE === 'real';
/** The least that Cognito lets a bearer token live. */
const LIFE = 5 * MINUTE;
const CLIENTS = IS_REAL ? 50 : 8;
/** Calls to Cognito a second: too few for all clients at once. */
const BUDGET = IS_REAL ? 20 : 4;
/** Every client asks once in that time. */
const STEP = IS_REAL ? SECOND : 3 * SECOND;
/** How many ask for each client at the same time when Cognito is back. */
const CROWD = 4;
const REFRESH = 'AdminInitiateAuth';

/** docs/promises.md, 7: who was served lately does not notice an outage, and it does not end in a rush. */
describeWith('kms', emulators().kms, (kms) => {
  let cognito: FaultProxy;
  let key: FaultProxy;
  let machines: TestPool;
  let broker: TestBroker;
  let partners: Partner[];
  let clock: StoppedClock | undefined;

  beforeAll(async () => {
    const { cognitoLocal } = emulators();
    [cognito, key] = await Promise.all([startFaultProxy(cognitoLocal), startFaultProxy(kms)]);
    machines = await machinesPoolAt(cognitoLocal, LIFE);
    const ground = { table: await makeTable(), machines, people: await peoplePoolAt(cognitoLocal) };
    const sealing = { KEY_PROVIDER: 'kms', KMS_KEY_ID: await makeKey(kms), LOCAL_MASTER_KEY: '' };
    const env = { ...sealing, MAX_CLOCK_SKEW: '0', ID_TOKEN_MINUTES: String((2 * LIFE) / MINUTE) };
    const endpoints = { cognito: cognito.endpoint, kms: key.endpoint };
    const founder = await startBroker({ beside: ground, env, endpoints });
    partners = [];
    while (partners.length < CLIENTS) partners.push(await makePartner(founder));
    await founder.stop();
    const budget = { COGNITO_MAX_RPS: String(BUDGET) };
    broker = await startBroker({ beside: ground, env: { ...env, ...budget }, endpoints });
  }, 60_000);
  afterEach(() => clock?.restart());
  afterAll(async () => {
    await broker.stop();
    await Promise.all([cognito.stop(), key.stop()]);
  });

  it(
    'serves warm tokens to the end of their life while Cognito and KMS are gone, and asks once for each afterwards',
    async () => {
      const ends = await warm();
      if (!IS_REAL) clock = stopClock(broker);
      for (const proxy of [cognito, key]) proxy.down();
      const during = await askUntil(Math.min(...ends));
      const beyond = await askUntil(Math.max(...ends) + STEP);
      await lengthenLives();
      const refreshes = timesOf(REFRESH);
      for (const proxy of [cognito, key]) proxy.clear();
      await rush();
      // From the first on: the breakers let one try through now and then, and the first that works closes them.
      const perSecond = refreshes.map((at, before) => (before + 1) / ((at - refreshes[0]!) / SECOND + 1));
      say({ during: tally(during), beyond: tally(beyond), refreshes: refreshes.length, perSecond });

      expect((tally(during)[200] ?? 0) / during.length).toBeGreaterThanOrEqual(0.999);
      expect(tally(during)).not.toHaveProperty('400');
      expect(Object.keys(tally(beyond)).filter((status) => status !== '200')).toEqual(['503']);
      expect(refreshes).toHaveLength(CLIENTS);
      expect(Math.max(...perSecond)).toBeLessThanOrEqual(BUDGET);
    },
    3 * LIFE,
  );

  /** A new token for each client, by way of a cut-off. @returns when each ends */
  async function warm(): Promise<Millis[]> {
    const ends: Millis[] = [];
    for (const { clientId, credential } of partners) {
      await broker.app.get(ClientsService).disable(system(), clientId);
      await broker.app.get(ClientsService).enable(system(), clientId);
      const { body } = await eventually(
        () => refreshGrant(broker.url, credential),
        ({ status }) => status === 200,
      );
      ends.push(decodeJwt(String(body['access_token'])).exp! * SECOND);
    }
    return ends;
  }

  const now = () => clock?.at ?? Date.now();
  const ask = async ({ credential }: Partner) => (await refreshGrant(broker.url, credential)).status;

  /** Each client asks at each step until then. @returns what they were answered */
  async function askUntil(end: Millis): Promise<number[]> {
    const statuses: number[] = [];
    while (now() < end) {
      const next = now() + STEP;
      statuses.push(...(await Promise.all(partners.map(ask))));
      if (clock) clock.at = next;
      else await pause(Math.max(0, next - Date.now()));
    }
    return statuses;
  }

  /** When each call of `operation` was answered, from now on. */
  function timesOf(operation: string): number[] {
    const times: number[] = [];
    cognito.overhear((called) => {
      if (called === operation) times.push(performance.now());
    });
    return times;
  }

  /** All clients at the same time, several times each, until all are served. */
  async function rush(): Promise<void> {
    const crowd = partners.flatMap((partner) => Array.from({ length: CROWD }, () => partner));
    const served = (partner: Partner) =>
      eventually(
        () => ask(partner),
        (status) => status === 200,
      );
    await Promise.all(crowd.map(served));
  }

  /** Where the clock was moved, tokens of the same life would have ended before they come. */
  async function lengthenLives(): Promise<void> {
    const { client, installation } = machines;
    const lives = { bearerTokenLife: 2 * LIFE, refreshTokenLife: 3_650 * DAY };
    if (clock) await provisionMachinesPool(client, { installation, ...lives });
  }
});

async function makeKey(endpoint: string): Promise<string> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = createKmsClient({ region: 'us-east-1', endpoint, credentials });
  return (await client.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
}

/** How often each status was answered. */
function tally(statuses: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function say(figures: object): void {
  process.stderr.write(`an outage of ${LIFE / MINUTE} minutes: ${JSON.stringify(figures)}\n`);
}
