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
const CLIENTS = IS_REAL ? 50 : 5;
/** Every client asks once in that time. */
const STEP = IS_REAL ? SECOND : 2 * SECOND;
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
    broker = await startBroker({ beside: ground, env, endpoints });
    partners = [];
    while (partners.length < CLIENTS) partners.push(await makePartner(broker));
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
      const before = cognito.count(REFRESH);
      for (const proxy of [cognito, key]) proxy.clear();
      // The breakers let one try through now and then: the first that works closes them.
      await eventually(
        () => ask(partners[0]!),
        (status) => status === 200,
      );
      const afterwards = await rush();
      const refreshes = cognito.count(REFRESH) - before;
      say({ during: tally(during), beyond: tally(beyond), afterwards: tally(afterwards), refreshes });

      expect((tally(during)[200] ?? 0) / during.length).toBeGreaterThanOrEqual(0.999);
      expect(tally(during)).not.toHaveProperty('400');
      expect(Object.keys(tally(beyond)).filter((status) => status !== '200')).toEqual(['503']);
      expect(tally(afterwards)).toEqual({ 200: CLIENTS * CROWD });
      expect(refreshes).toBe(CLIENTS);
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

  /** Many at the same time for each client, one client after the other: the emulator of KMS is no KMS. */
  async function rush(): Promise<number[]> {
    const statuses: number[] = [];
    for (const partner of partners)
      statuses.push(...(await Promise.all(Array.from({ length: CROWD }, () => ask(partner)))));
    return statuses;
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
