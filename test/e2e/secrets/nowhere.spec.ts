import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { jest } from '@jest/globals';
import { takePort } from '../../../dev/servers/port.js';
import { createKmsClient } from '../../../src/aws/kms/kms-client.js';
import { Api, basic } from '../../support/api.js';
import { startBroker, type TestBroker, variables } from '../../support/broker.js';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.js';
import { eventually } from '../../support/eventually.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { emulators } from '../../support/emulators.js';
import { KnownSecrets, SECRET_KINDS } from '../../support/known-secrets.js';
import { describeWith } from '../../support/optional-suite.js';
import { makeOperator, makeTenant, type TestTenant } from '../../support/people.js';
import { wholeTable } from '../../support/table.js';

/** Not of the shape of any secret, so that no redaction by shape can hide a place that logs what it is given. */
const CANARY = 'canary-that-nobody-may-ever-see';

/**
 * docs/promises.md, 5: no secret is in a log, an error, a metric or a crash, and none is stored in clear. Secrets that the
 * broker makes and keeps to itself are overheard between it and AWS.
 */
describeWith('kms', emulators().kms, (kms) => {
  const secrets = new KnownSecrets();
  const refusals: string[] = [];
  /** The id of the last request, which is refused. */
  const REQUEST = `last-${randomUUID()}`;
  let ground: TestBroker;
  let cognito: FaultProxy;
  let key: FaultProxy;
  let broker: BrokerProcess;
  let tenant: TestTenant;
  let api: Api;
  let admin: Api;
  let sealing: Record<string, string>;
  let metricsUrl: string;

  beforeAll(async () => {
    overhearRefusals();
    [cognito, key] = await Promise.all([startFaultProxy(emulators().cognitoLocal), startFaultProxy(kms)]);
    cognito.overhear((_, asked, answered) => overhear(asked, answered));
    key.overhear((_, asked, answered) => overhear(asked, answered));
    sealing = { KEY_PROVIDER: 'kms', KMS_KEY_ID: await makeKey(kms) };
    ground = await startBroker({
      env: sealing,
      endpoints: { cognito: cognito.endpoint, kms: key.endpoint },
    });
    const port = await takePort('metrics');
    metricsUrl = `http://127.0.0.1:${port}/metrics`;
    broker = await startBrokerProcess(ground, { ...environment(), MANAGEMENT_PORT: String(port) });
    tenant = await makeTenant(await makeOperator(ground));
    api = new Api(broker.url);
    admin = api.as(tenant.admin.accessToken);
  }, 60_000);
  afterAll(async () => {
    jest.restoreAllMocks();
    await broker.stop();
    await ground.stop();
    await Promise.all([cognito.stop(), key.stop()]);
  });

  const environment = () => ({
    ...sealing,
    LOG_LEVEL: 'debug',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
    AWS_ENDPOINT_URL_KMS: key.endpoint,
  });

  it('are in no log, no error, no metric, no crash, no output of a command, and not in the table', async () => {
    await playAll();
    expect(secrets.kinds).toEqual(SECRET_KINDS);
    secrets.add('credential', CANARY);
    for (const [place, { text, holds }] of Object.entries(await everyPlace())) {
      const control = new KnownSecrets();
      control.add('credential', holds);
      expect([place, control.foundIn(text)]).toEqual([place, ['credential']]);
      expect([place, secrets.foundIn(text)]).toEqual([place, []]);
    }
  }, 60_000);

  /** Where others may read, each with something that is there for sure: were that a secret, the search would find it. */
  async function everyPlace(): Promise<Record<string, { readonly text: string; readonly holds: string }>> {
    expect(refusals.length).toBeGreaterThan(20);
    const table = await wholeTable(ground.table);
    // A client was called like it: what the search finds there it would find anywhere.
    expect(secrets.foundIn(table)).toEqual(['credential']);
    const metrics = await (await fetch(metricsUrl)).text();
    const [crash, dryRun] = await Promise.all([crashed(), command('reencrypt', '--dry-run')]);
    const log = await logUntilKilled();
    cognito.status('*', REFUSAL);
    const failing = await command('reconcile');
    cognito.clear();
    return {
      table: { text: table.replaceAll(CANARY, ''), holds: `IDEMPOTENCY#${tenant.adminId}` },
      metrics: { text: metrics, holds: 'broker_work_total' },
      refusals: { text: refusals.join('\n'), holds: REQUEST },
      crash: { text: crash, holds: `EADDRINUSE: address already in use ${new URL(broker.url).host}` },
      log: { text: log, holds: REQUEST },
      'a command that works': { text: dryRun, holds: 'there already' },
      'a command that fails': { text: failing, holds: REFUSAL.type },
    };
  }

  /** Handles a secret of each kind, at every place, also where something fails. */
  async function playAll(): Promise<void> {
    const { email, password, accessToken, refreshToken } = tenant.admin;
    const path = `/api/v1/clients/${tenant.clientId}/credentials`;
    const once = { body: {}, headers: { 'idempotency-key': CANARY } };
    const { credential } = (await admin.post<{ credential: string }>(path, once)).body;
    expect((await admin.post<{ credential: string }>(path, once)).body.credential).toBe(credential);
    await admin.post('/api/v1/clients', { body: { name: 'another' } });
    const token = await api.token({ grant_type: 'refresh_token', refresh_token: credential });
    const app = (await admin.post<{ secret: string }>('/api/v1/auth/mfa')).body;
    await sendEverywhere(credential);
    await sendEverywhere(CANARY);
    await api.post('/api/v1/auth/login', { body: { email, password } });
    await api.post('/api/v1/auth/refresh', { body: { refreshToken } });
    await failEverywhere(credential);
    const { MACHINE_CLIENT_SECRET, PORTAL_CLIENT_SECRET, LOCAL_MASTER_KEY } = variables(ground);
    secrets.add('credential', credential, credential.slice(29, 72));
    secrets.add('bearer token', token.body.access_token);
    secrets.add('master key', LOCAL_MASTER_KEY);
    secrets.add('app client secret', MACHINE_CLIENT_SECRET, PORTAL_CLIENT_SECRET);
    secrets.add('password of a person', password);
    secrets.add('access token of a person', accessToken);
    secrets.add('refresh token of a person', refreshToken);
    secrets.add('authenticator secret', app.secret);
  }

  /** What passes between the broker and AWS. */
  function overhear(asked: unknown, answered: unknown): void {
    const { Username, Password } = asked as { Username?: string; Password?: string };
    if (Username?.startsWith('c')) secrets.add('machine password', Password);
    const { AuthenticationResult, Plaintext, CiphertextBlob } = answered as {
      AuthenticationResult?: { RefreshToken?: string };
      Plaintext?: string;
      CiphertextBlob?: string;
    };
    const isMachine = 'UserPoolId' in (asked as object);
    secrets.add(
      isMachine ? 'machine refresh token' : 'refresh token of a person',
      AuthenticationResult?.RefreshToken,
    );
    if (CiphertextBlob !== undefined || Plaintext !== undefined) secrets.add('data key', Plaintext);
  }

  /** What the broker says when it refuses or fails. */
  function overhearRefusals(): void {
    const { fetch: real } = globalThis;
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
      const response = await real(...request);
      // The name of an unknown field is told to who has sent it; of the shape of a secret, it is not.
      if (response.status >= 400)
        refusals.push((await response.clone().text()).replaceAll(`"field":"${CANARY}"`, ''));
      return response;
    });
  }

  /** Everything that a broker writes which cannot have its port. */
  function crashed(): Promise<string> {
    return written(['dist/main.js'], { HOST: '127.0.0.1', PORT: new URL(broker.url).port });
  }

  /** Everything that a command writes. */
  function command(...args: string[]): Promise<string> {
    const { LOCAL_MASTER_KEY } = variables(ground);
    return written(['dist/cli/index.js', ...args], { PREVIOUS_LOCAL_MASTER_KEY: LOCAL_MASTER_KEY });
  }

  async function written(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...variables(ground), ...environment(), ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
    await once(child, 'close');
    return output;
  }

  /** Every place of a request in which somebody may put a secret, rightly or wrongly. */
  async function sendEverywhere(secret: string): Promise<void> {
    const form = { grant_type: 'refresh_token', refresh_token: secret };
    const headers = { 'x-request-id': `${secret}!`, 'user-agent': secret, cookie: secret };
    await api.token(form, headers);
    await api.token({ ...form, grant_type: secret, scope: secret, client_id: secret, [secret]: secret });
    await api.token({ grant_type: 'client_credentials' }, basic(secret, secret));
    await api.token(form, { authorization: `Bearer ${secret}` });
    await api.token(`${secret}=%zz`);
    await api.fetch(`/oauth/token?refresh_token=${secret}`, { method: 'POST' });
    await api.fetch(`/api/v1/clients/${secret}?cursor=${secret}&${secret}=1`);
    await api.as(secret).get(`/api/v1/clients/${secret}`);
    await admin.get(`/api/v1/clients/${secret}?cursor=${secret}`);
    await admin.get(`/api/v1/clients?cursor=${secret}`);
    await admin.post('/api/v1/clients', { body: { [secret]: secret, name: { secret } } });
    await admin.fetch('/api/v1/clients', { method: 'POST', body: `{"${secret}"` });
    const body = { email: `${secret}@acme.example`, password: secret, refreshToken: secret };
    await api.post('/api/v1/auth/login', { body: { email: body.email, password: secret } });
    await api.post('/api/v1/auth/refresh', { body: { refreshToken: secret } });
    const challenge = { challenge: 'NEW_PASSWORD_REQUIRED', session: secret, newPassword: secret };
    await api.post('/api/v1/auth/challenge', { body: { email: body.email, ...challenge } });
    const reset = { email: body.email, code: secret, newPassword: secret };
    await api.post('/api/v1/auth/reset-password', { body: reset });
    await api.post('/api/v1/auth/logout', { body: { refreshToken: secret } });
    await admin.post('/api/v1/auth/mfa/verify', { body: { code: secret } });
    await api.post('/api/v1/registrations', { body: { organization: secret, client: secret } });
  }

  /** What the SDK and the broker say of failures, with their causes and stacks. */
  async function failEverywhere(credential: string): Promise<void> {
    const { email, password } = tenant.admin;
    for (const fault of [() => cognito.down(), () => cognito.status('*', REFUSAL)]) {
      fault();
      await api.post('/api/v1/auth/login', { body: { email, password } });
      await admin.post(`/api/v1/clients/${tenant.clientId}/credentials`, { body: {} });
      await admin.post('/api/v1/clients', { body: { name: CANARY } });
      await api.token({ grant_type: 'refresh_token', refresh_token: credential });
      cognito.clear();
    }
  }

  const REFUSAL = { status: 400, type: 'InternalErrorException', message: CANARY };

  /** All that the broker writes to a request that is refused last; so the log was really read. Then it is killed. */
  async function logUntilKilled(): Promise<string> {
    await api.as('no token').fetch('/api/v1/clients', { headers: { 'x-request-id': REQUEST } });
    const lines = await eventually(
      () => Promise.resolve(broker.lines),
      (seen) => seen.some((line) => line.includes(REQUEST)),
    );
    expect(lines.filter((line) => line.includes('/oauth/token')).length).toBeGreaterThan(10);
    await broker.kill();
    return broker.lines.join('\n');
  }
});

async function makeKey(endpoint: string): Promise<string> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = createKmsClient({ region: 'us-east-1', endpoint, credentials });
  return (await client.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
}
