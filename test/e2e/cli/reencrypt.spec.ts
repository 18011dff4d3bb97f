import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { createKmsClient } from '../../../src/aws/kms/kms-client.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { CredentialsService } from '../../../src/clients/credentials.service.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { nameOf } from '../../../src/sealing/key-move.js';
import { type SealedRecord, SealedRecords } from '../../../src/sealing/sealed-records.js';
import { secrets, startBroker, type TestBroker, variables } from '../../support/broker.js';
import { runCli } from '../../support/cli.js';
import { emulators } from '../../support/emulators.js';
import { ANY, type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { nextSecond } from '../../support/next-second.js';
import { describeWith } from '../../support/optional-suite.js';
import { issue, makePartner, type Partner, system } from '../../support/partner.js';
import { patience } from '../../support/signals.js';
import { refreshGrant } from '../../support/token-endpoint.js';

const NO_SKEW = { MAX_CLOCK_SKEW: '0' };
const OLD = { LOCAL_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
const NEW = { LOCAL_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') };
const FROM_OLD = { PREVIOUS_LOCAL_MASTER_KEY: OLD.LOCAL_MASTER_KEY };
/** It dies at each of its calls; the suite tries one way, `npm run test:crashes` both. */
const ODD_CALLS = process.env['CRASHES'] === 'all' ? ['before', 'after'] : ['before'];
type Env = Readonly<Record<string, string>>;

/** `node dist/cli reencrypt`, while a broker that has both keys goes on. */
describe('reencrypt', () => {
  let dynamodb: FaultProxy;
  let broker: TestBroker;
  let partner: Partner;

  beforeAll(async () => {
    dynamodb = await startFaultProxy(emulators().dynamodb);
  });
  beforeEach(async () => {
    broker = await startBroker({ env: { ...NO_SKEW, ...OLD } });
    partner = await makePartner(broker);
  });
  afterEach(() => broker.stop());
  afterAll(() => dynamodb.stop());

  function start(env: Env, ...args: string[]) {
    const child = spawn(process.execPath, ['dist/cli/index.js', 'reencrypt', ...args], {
      env: {
        ...process.env,
        ...variables(broker),
        AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
        AWS_ENDPOINT_URL_KMS: emulators().kms ?? '',
        ...env,
      },
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += String(text)));
    const ended = once(child, 'close').then(() => {
      expect(secrets.foundIn(out)).toEqual([]);
      return { code: child.exitCode, signal: child.signalCode, out };
    });
    return { child, ended };
  }
  const run = (env: Env, ...args: string[]) => start(env, ...args).ended;

  /** All that a key is needed for, with this key alone. */
  async function expectAllWorks(env: Env): Promise<void> {
    const alone = await startBroker({
      beside: broker,
      env: { ...NO_SKEW, ...env },
      endpoints: { kms: emulators().kms ?? '' },
    });
    const { app, url } = alone;
    expect((await refreshGrant(url, partner.credential)).status).toBe(200);
    await app.get(ClientsService).disable(system(), partner.clientId);
    await app.get(ClientsService).enable(system(), partner.clientId);
    await nextSecond();
    expect((await refreshGrant(url, partner.credential)).status).toBe(200);
    const { secret } = await issue(alone, partner.clientId);
    expect((await refreshGrant(url, secret)).status).toBe(200);
    await app
      .get(CredentialsService, { strict: false })
      .revoke(system(), partner.clientId, partner.credentialId);
    await app.get(WorkRunner).idle();
    const session = { PK: `CLIENT#${partner.clientId}`, SK: `SESSION#${partner.credentialId}` };
    expect(await broker.table.table.get(session, patience())).toBeUndefined();
    await alone.stop();
  }

  it('moves all to the next local key, which then needs no other, and says so before', async () => {
    const dry = await run({ ...NEW, ...FROM_OLD }, '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.out).toContain('5 to be moved, 0 there already, 0 damaged.');
    const moved = await run({ ...NEW, ...FROM_OLD });
    expect(moved.code).toBe(0);
    expect(moved.out).toContain('5 moved, 0 there already, 0 damaged.');
    await expectAllWorks(NEW);
  }, 60_000);

  it.each(ODD_CALLS)(
    'is taken up again whatever call it was killed at (odd ones %s their effect), and brokers serve meanwhile',
    async (whenOdd) => {
      const keys = { ...NEW, ...FROM_OLD };
      const both = await startBroker({ beside: broker, env: keys });
      const old = await sealedRecords();
      let deaths = 0;
      for (;;) {
        const isBefore = (whenOdd === 'before') === (deaths % 2 === 0);
        const at = { after: deaths, times: 1 };
        const hold = isBefore ? dynamodb.hold(ANY, at) : dynamodb.holdAnswer(ANY, at);
        const { child, ended } = start(keys);
        const isHeld = await Promise.race([hold.held.then(() => true), ended.then(() => false)]);
        if (!isHeld) break;
        expect((await refreshGrant(both.url, partner.credential)).status).toBe(200);
        child.kill('SIGKILL');
        expect(await ended).toMatchObject({ signal: 'SIGKILL' });
        const { moved, ...others } = await moveInProcess(keys);
        expect({ ...others, all: moved + others.there }).toMatchObject({ damaged: [], all: old.length });
        // What the dead process had sent arrives late, and comes to nothing.
        dynamodb.clear();
        expect(await moveInProcess(keys)).toEqual({ moved: 0, there: old.length, damaged: [] });
        await putBack(old);
        deaths += 1;
      }
      expect(deaths).toBeGreaterThan(old.length);
      dynamodb.clear();
      await both.stop();
      await expectAllWorks(NEW);
    },
    120_000,
  );

  /** All that is sealed for longer than a day, as it is stored now. */
  async function sealedRecords(): Promise<SealedRecord[]> {
    const records = broker.app.get(SealedRecords);
    const all: SealedRecord[] = [];
    for await (const owner of records.owners(patience())) all.push(...(await records.of(owner, patience())));
    return all;
  }

  /** As if none had been moved. */
  async function putBack(old: readonly SealedRecord[]): Promise<void> {
    for (const now of await sealedRecords()) {
      const before = old.find(({ place }) => nameOf(place) === nameOf(now.place))!;
      expect(await broker.app.get(SealedRecords).replace(now, before.sealed, patience())).toBe(true);
    }
  }

  /** Takes it up again at a fraction of what a process costs. */
  async function moveInProcess(env: Env): Promise<{ moved: number; there: number; damaged: string[] }> {
    const { out } = await runCli(broker, ['reencrypt', '--json'], env);
    return JSON.parse(out.slice(out.indexOf('{'))) as { moved: number; there: number; damaged: string[] };
  }

  it('moves what a broker has stored with the old key under its hands', async () => {
    const key = { PK: `CLIENT#${partner.clientId}`, SK: 'IDENTITY' };
    const stranger = await makePartner(broker);
    const other = await broker.table.table.get<{ PK: string; SK: string; sealedPassword: Uint8Array }>(
      { PK: `CLIENT#${stranger.clientId}`, SK: 'IDENTITY' },
      patience(),
    );
    const hold = dynamodb.hold('UpdateItem');
    const { ended } = start({ ...NEW, ...FROM_OLD });
    await hold.held;
    await broker.table.table.update(key, { set: { sealedPassword: other!.sealedPassword } }, [], patience());
    hold.release();
    // It is another client's, so it opens for nobody here: it was looked at anew, and not overwritten.
    const { code, out } = await ended;
    expect(code).toBe(1);
    expect(out).toContain(`damaged: CLIENT#${partner.clientId} IDENTITY sealedPassword`);
    const now = await broker.table.table.get<{ PK: string; SK: string; sealedPassword: Uint8Array }>(
      key,
      patience(),
    );
    expect(now!.sealedPassword).toEqual(other!.sealedPassword);
  }, 60_000);

  it('says how it is called, and that there is nothing to move from', async () => {
    expect(await run(NEW, '--now')).toMatchObject({ code: 64 });
    const none = await run(NEW);
    expect(none.code).toBe(1);
    expect(none.out).toContain('There is no key to move from');
  });

  describeWith('kms', emulators().kms, (endpoint) => {
    const kmsKey = async (): Promise<string> => {
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      const client = createKmsClient({ region: 'us-east-1', endpoint, credentials });
      return (await client.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
    };

    it('moves from the local key to KMS, and on to another key of KMS', async () => {
      const [first, second] = [await kmsKey(), await kmsKey()];
      const none = { LOCAL_MASTER_KEY: '' };
      const toFirst = await run({ ...none, KMS_KEY_ID: first, ...FROM_OLD });
      expect(toFirst.out).toContain('5 moved, 0 there already, 0 damaged.');
      const onTo = await run({ ...none, KMS_KEY_ID: second, PREVIOUS_KMS_KEY_ID: first });
      expect(onTo.out).toContain('5 moved, 0 there already, 0 damaged.');
      await expectAllWorks({ ...none, KMS_KEY_ID: second });
    }, 60_000);
  });
});
