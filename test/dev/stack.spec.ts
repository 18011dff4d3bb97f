import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { takePort } from '../../dev/servers/port.js';
import type { DevJson } from '../../dev/stack/dev-json.js';
import type { SignedInDto } from '../../src/admin/sign-in/sign-in.dto.js';
import type { ClientDto } from '../../src/clients/api/client.dto.js';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { type DevProcess, runDev } from '../support/dev-process.js';
import { descendantsOf, stillRunning } from '../support/process-tree.js';

jest.setTimeout(120_000);

let scratch: string;
let dataDir: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'stack-'));
  dataDir = join(scratch, 'data');
});

afterAll(() => rm(scratch, { recursive: true }));

// One story: a stack takes seconds to start, so what is told of one start comes one after the other.
describe('the first start', () => {
  let stack: DevProcess;
  let dev: DevJson;

  beforeAll(async () => {
    await interruptedFirstStart();
    stack = start();
    await stack.until('Ctrl-C stops everything');
    dev = await readDevJson();
  });

  it('begins anew when an earlier one was not finished', () => {
    expect(stack.printed.stdout).toContain(`The first start was not finished: beginning anew in ${dataDir}`);
    expect(existsSync(join(dataDir, 'dynamodb/half-made'))).toBe(false);
    expect(existsSync(join(dataDir, 'seeding'))).toBe(false);
  });

  it('writes down all that others need', () => {
    const person = { email: 'string', password: 'string' };
    const facts = ['url', 'docsUrl', 'managementUrl', 'region', 'accessKeyId', 'secretAccessKey'];
    const places = ['dynamodbEndpoint', 'cognitoEndpoint', 'tableName', 'userPoolId', 'machineClientId'];
    expect(shapeOf(dev)).toEqual({
      ...Object.fromEntries([...facts, ...places].map((name) => [name, 'string'])),
      ...{ portalUserPoolId: 'string', portalClientId: 'string', operator: person },
      demo: { tenantId: 'string', admin: person, clientId: 'string', credential: 'string' },
    });
  });

  it.each(['dev.json', 'master.key', 'outbox.ndjson', 'logs/broker.log'])(
    'keeps %s to its owner',
    async (name) => {
      expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
    },
  );

  it('keeps and shows the mails', async () => {
    const lines = (await readFile(join(dataDir, 'outbox.ndjson'), 'utf8')).trim().split('\n');
    const mails = lines.map((line) => JSON.parse(line) as Record<string, string>);

    expect(mails.map(({ to }) => to)).toEqual(['operator@example.com', 'admin@demo.example']);
    expect(Object.keys(mails[0]!)).toEqual(['at', 'to', 'subject', 'text']);
    for (const { text } of mails) expect(stack.printed.stdout).toContain(text);
  });

  it('keeps and shows the code for a forgotten password, which replaces it', async () => {
    const { email, password: newPassword } = dev.demo.admin;
    const api = new Api(dev.url);
    await api.post('/api/v1/auth/forgot-password', { body: { email } });
    const mail = await eventually(
      async () => (await readFile(join(dataDir, 'outbox.ndjson'), 'utf8')).trim().split('\n').at(-1)!,
      (line) => line.includes('Your confirmation code is'),
    );
    const code = /code is (\d+)/.exec(mail)?.[1];
    const body = { email, code, newPassword };

    expect(stack.printed.stdout).toContain(`Your confirmation code is ${code}`);
    expect((await api.post('/api/v1/auth/reset-password', { body })).status).toBe(204);
  });

  it('prints a request that gets a token as pasted', async () => {
    const line = stack.printed.stdout.split('\n').find((one) => one.includes('curl'));
    const [curl, silent, url, ...form] = line!.trim().split(' ');
    const body = form.filter((word) => word !== '-d').join('&');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(url!, { method: 'POST', headers, body });

    expect([curl, silent]).toEqual(['curl', '-sS']);
    expect(await response.json()).toMatchObject({ token_type: 'Bearer', scope: 'orders:read orders:write' });
  });

  it('serves docs and metrics, and the OpenAPI document that is committed', async () => {
    expect((await fetch(dev.docsUrl)).status).toBe(200);
    expect((await fetch(`${dev.managementUrl}/metrics`)).status).toBe(200);
    expect((await new Api(dev.url).get('/docs-json')).body).toEqual(
      JSON.parse(await readFile('openapi.json', 'utf8')),
    );
  });

  it('plays the demo', async () => {
    const demo = runDev('dev/demo/main.ts', { DATA_DIR: dataDir });

    expect({ code: await demo.ended, ...demo.printed }).toMatchObject({ code: 0, stderr: '' });
    expect(demo.printed.stdout).toContain('The whole story went as told');
  });

  it('serves the examples, each as a program', async () => {
    const CREDENTIAL_FILE = join(scratch, 'credential');
    await writeFile(CREDENTIAL_FILE, `${dev.demo.credential}\n`);
    const ISSUER = `${dev.cognitoEndpoint}/${dev.userPoolId}`;
    const settings = { ISSUER, AUDIENCE: dev.machineClientId, BROKER_URL: dev.url, PORT: '0' };
    const api = runDev('examples/protected-api/src/main.ts', settings);
    await api.until('/orders');
    const ORDERS_URL = /Orders at (\S+)/.exec(api.printed.stdout)![1]!;
    const backend = runDev('examples/consumer-backend/src/main.ts', {
      ...{ ORDERS_URL, TOKEN_URL: `${dev.url}/oauth/token`, CREDENTIAL_FILE },
    });
    const code = await backend.ended;
    api.signal('SIGTERM');
    await api.ended;

    expect({ code, ...backend.printed }).toMatchObject({ code: 0, stderr: '' });
    expect(backend.printed.stdout).toContain('A pallet of paper');
  });

  it('lets no other stack use its directory', async () => {
    const other = start();
    expect(await other.ended).toBe(1);
    expect(other.printed.stderr).toMatch(
      new RegExp(`^Process ${stack.pid} uses ${dataDir} already: [^\n]+\n$`),
    );
  });

  it('ends with Ctrl-C, and leaves no process and no port', async () => {
    const started = await descendantsOf(stack.pid);
    for (const name of ['DynamoDBLocal.jar', 'cognito-local-server.js', 'dist/main.js'])
      expect(started.map(({ command }) => command)).toContainEqual(expect.stringContaining(name));
    stack.signal('SIGINT');

    expect(await stack.ended).toBe(0);
    expect(await stillRunning(started)).toEqual([]);
    for (const url of [dev.url, dev.managementUrl, dev.dynamodbEndpoint, dev.cognitoEndpoint])
      await expect(takePort('the test', Number(new URL(url).port))).resolves.toBeGreaterThan(0);
  });

  it('has told its end in order: the broker stopped by itself', async () => {
    const log = await readFile(join(dataDir, 'logs/broker.log'), 'utf8');
    expect(log.trim().split('\n').at(-1)).toContain('"stopped"');
  });
});

describe('a later start', () => {
  let stack: DevProcess;
  let first: DevJson;
  let dev: DevJson;

  beforeAll(async () => {
    first = await readDevJson();
    stack = start();
    await stack.until('Ctrl-C stops everything');
    dev = await readDevJson();
  });

  it('finds people, client and credential again', async () => {
    expect({ operator: dev.operator, demo: dev.demo }).toEqual({
      operator: first.operator,
      demo: first.demo,
    });
    const body = dev.demo.admin;
    const { accessToken } = (await new Api(dev.url).post<SignedInDto>('/api/v1/auth/login', { body })).body;
    const path = `/api/v1/clients/${dev.demo.clientId}`;
    const client = await new Api(dev.url, accessToken).get<ClientDto>(path);

    expect(client.body).toMatchObject({ status: 'active', tenantId: dev.demo.tenantId });
  });

  it('gives tokens for the old credential', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: first.demo.credential };
    expect((await new Api(dev.url).token(form)).status).toBe(200);
  });

  it('ends when a part of it ends, and says which', async () => {
    const started = await descendantsOf(stack.pid);
    const dynamodb = started.find(({ command }) => command.includes('DynamoDBLocal.jar'));
    process.kill(dynamodb!.pid, 'SIGKILL');

    expect(await stack.ended).toBe(1);
    expect(stack.printed.stderr).toBe('DynamoDB Local has ended (SIGKILL): see its log\n');
    expect(await stillRunning(started)).toEqual([]);
  });
});

describe('a start that cannot be', () => {
  it.each(['PORT', 'DYNAMODB_PORT', 'COGNITO_PORT', 'MANAGEMENT_PORT'])(
    'tells that %s is in use',
    async (name) => {
      const holder = createServer().listen(0, '127.0.0.1');
      await once(holder, 'listening');
      const { port } = holder.address() as AddressInfo;
      const stack = start({ DATA_DIR: join(scratch, 'port'), [name]: String(port) });

      expect(await stack.ended).toBe(1);
      expect(stack.printed.stderr).toMatch(
        new RegExp(`^Port ${port} for .+ \\(${name}\\) is in use: stop .+\n$`),
      );
      holder.close();
    },
  );

  it('tells that a port is no port', async () => {
    const stack = start({ PORT: 'many' });
    expect(await stack.ended).toBe(1);
    expect(stack.printed.stderr).toBe('PORT is no port: set it to a number from 0 to 65535\n');
  });

  it('tells that Java is missing, and leaves nothing running', async () => {
    const bin = join(scratch, 'bin');
    await mkdir(bin);
    for (const tool of ['cat', 'sleep']) await symlink(`/bin/${tool}`, join(bin, tool));
    const COGNITO_PORT = String(await takePort('the test'));
    const stack = start({ DATA_DIR: join(scratch, 'java'), PATH: bin, JAVA_HOME: '', COGNITO_PORT });

    expect(await stack.ended).toBe(1);
    expect(stack.printed.stderr).toMatch(/^Java 17 or newer is needed [^\n]+\n$/);
    await expect(takePort('the test', Number(COGNITO_PORT))).resolves.toBeGreaterThan(0);
  });

  it('tells that the broker does not start, and leaves nothing running', async () => {
    const ports = { DYNAMODB_PORT: String(await takePort('it')), COGNITO_PORT: String(await takePort('it')) };
    const stack = start({ DATA_DIR: join(scratch, 'broker'), REGISTRATION: 'maybe', ...ports });

    expect(await stack.ended).toBe(1);
    expect(stack.printed.stderr).toMatch(/^[^\n]+REGISTRATION must be one of[^\n]+\n$/);
    for (const port of Object.values(ports))
      await expect(takePort('the test', Number(port))).resolves.toBeGreaterThan(0);
  });

  it('wipes nothing when a part of the data is gone', async () => {
    const root = join(scratch, 'gone');
    await mkdir(join(root, 'dynamodb'), { recursive: true });
    await writeFile(join(root, 'dynamodb/kept'), '');
    const stack = start({ DATA_DIR: root });

    expect(await stack.ended).toBe(1);
    expect(stack.printed.stderr).toMatch(/^\S+dev\.json is gone, [^\n]+ delete \S+ to begin anew\n$/);
    expect(existsSync(join(root, 'dynamodb/kept'))).toBe(true);
  });
});

function start(env: Readonly<Record<string, string>> = {}): DevProcess {
  return runDev('dev/main.ts', { PORT: '0', DATA_DIR: dataDir, ...env });
}

async function interruptedFirstStart(): Promise<void> {
  await mkdir(join(dataDir, 'dynamodb'), { recursive: true });
  await writeFile(join(dataDir, 'dynamodb/half-made'), '');
  await writeFile(join(dataDir, 'seeding'), '');
}

async function readDevJson(): Promise<DevJson> {
  return JSON.parse(await readFile(join(dataDir, 'dev.json'), 'utf8')) as DevJson;
}

/** With the types of the values in place of the values. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)]));
}
