import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { ClientChanges } from '../../../src/clients/client-changes.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { CredentialsService } from '../../../src/clients/credentials.service.js';
import { block } from '../../../src/clients/domain/credential-lifecycle.js';
import { clientIdFor } from '../../../src/clients/domain/foreign-credential.js';
import { ClientStore } from '../../../src/clients/ports/client-store.js';
import { Clock, SECOND } from '../../../src/common/clock.js';
import { ANY_EDITION } from '../../../src/common/edition.js';
import { OWN_WORK } from '../../../src/common/own-work.js';
import { TenantStore } from '../../../src/tenants/tenant-store.js';
import { ClientExport } from '../../../src/transfer/client-export.js';
import { TransferFile } from '../../../src/transfer/transfer-file.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { Api, basic } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { type CliOutcome, runCli } from '../../support/cli.js';
import { makeOperator } from '../../support/people.js';
import { issue, makePartner, SCOPES, system } from '../../support/partner.js';
import { patience } from '../../support/signals.js';
import { travel } from '../../support/travel.js';

const STATED = '--secrets-have-128-random-bits';
const TENANT = { type: 'tenant', tenantId: 'tn_0000000000000000', name: 'Acme', allowedScopes: SCOPES };
const aSecret = () => randomBytes(24).toString('base64url');
const sha256 = (secret: string) => createHash('sha256').update(secret).digest('hex');
const client = (clientId: string, ...credentials: object[]) => ({
  type: 'client',
  clientId,
  tenantId: TENANT.tenantId,
  name: 'Warehouse sync',
  scopes: SCOPES,
  credentials,
});

describe('import and export', () => {
  let broker: TestBroker;
  let api: Api;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transfer-'));
    broker = await startBroker();
    api = new Api(broker.url);
  });
  afterAll(async () => {
    await broker.stop();
    await rm(folder, { recursive: true });
  });

  async function importLines(lines: readonly (object | string)[], ...args: string[]): Promise<CliOutcome> {
    const file = join(folder, `${randomBytes(4).toString('hex')}.ndjson`);
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    await writeFile(file, `${texts.join('\n')}\n`);
    return runCli(broker, ['import', file, ...args]);
  }

  /** What the fleet does in the time after. */
  async function laterRound({ app }: TestBroker = broker): Promise<void> {
    const back = travel({ app } as TestBroker, OWN_WORK + SECOND);
    await app.get(WorkRunner).round();
    back();
  }

  const ask = (id: string, secret: string) =>
    api.token({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const stored = (id: string) => broker.app.get(ClientStore).find(clientIdFor(id), patience());

  describe('of a former system', () => {
    const [secret, hashed, off] = [aSecret(), aSecret(), aSecret()];

    it('takes none whose strength nobody states, and of a broken file nothing', async () => {
      const lines = [TENANT, client('acme-warehouse', { secret })];
      const unstated = await importLines(lines);
      expect([unstated.code, unstated.err]).toEqual([64, expect.stringContaining(STATED)]);

      const broken = await importLines([...lines, '', `{"secret": "${secret}"`, client('b', {})], STATED);
      expect(broken.code).toBe(65);
      expect(broken.err).toMatch(/Nothing is imported:\nline 4: it is not JSON\nline 5: credentials\.0 must/);
      expect(broken.out + broken.err + unstated.out + unstated.err).not.toContain(secret);
      expect(await broker.app.get(TenantStore).find(TENANT.tenantId, patience())).toBeUndefined();
      expect(await stored('acme-warehouse')).toBeUndefined();
    }, 30_000);

    it('goes on with ids and secrets as they were: 503 until their sessions are open, and then for good', async () => {
      const lines = [
        TENANT,
        client('acme-warehouse', { secret, label: 'old' }),
        client('acme:billing/1', { sha256: sha256(hashed) }),
        { ...client('acme-off', { secret: off }), status: 'disabled' },
      ];
      const first = await importLines(lines, STATED);
      expect([first.code, first.err]).toEqual([0, expect.stringContaining('4 of 4 lines imported')]);
      expect(first.out).toContain('1 tenants and 3 clients imported, 0 were there already.');
      expect(await ask('acme-warehouse', secret)).toMatchObject({
        status: 503,
        body: { error: 'temporarily_unavailable' },
      });
      expect((await ask('acme-warehouse', hashed)).status).toBe(401);
      expect((await ask('acme-off', off)).status).toBe(401);
      await laterRound();

      expect(await ask('acme-warehouse', secret)).toMatchObject({
        status: 200,
        body: { scope: SCOPES.join(' ') },
      });
      const byBasic = basic('acme%3Abilling%2F1', hashed);
      expect((await api.token({ grant_type: 'client_credentials' }, byBasic)).status).toBe(200);
      expect((await ask('acme-off', off)).status).toBe(401);
      await broker.app.get(ClientsService).enable(system(), clientIdFor('acme-off'));
      expect((await ask('acme-off', off)).status).toBe(200);

      const again = JSON.parse((await importLines(lines, STATED, '--json')).out) as unknown;
      expect(again).toEqual({ lines: 4, tenants: 0, clients: 0, there: 4 });
      expect((await ask('acme-warehouse', secret)).status).toBe(200);
    }, 30_000);

    it('works by client_credentials only', async () => {
      const refresh = { grant_type: 'refresh_token', refresh_token: secret };
      expect((await api.token({ ...refresh, client_id: 'acme-warehouse' })).body.error).toBe('invalid_grant');
      const authentication = { client_id: 'acme-warehouse', client_secret: secret };
      expect((await api.oauth('/oauth/introspect', { token: 'x', ...authentication })).status).toBe(401);
      expect((await api.oauth('/oauth/revoke', { token: secret, client_id: 'acme-warehouse' })).status).toBe(
        200,
      );
      expect((await ask('acme-warehouse', secret)).status).toBe(200);
    });

    it('is rotated to one of ours, by its id of before, and revoked', async () => {
      const operator = (await makeOperator(broker)).api;
      const path = `/api/v1/clients/${clientIdFor('acme-warehouse')}`;
      expect((await operator.get<object>(path)).body).toMatchObject({ formerId: 'acme-warehouse' });
      const { body } = await operator.get<{ items: IssuedCredentialDto[] }>(`${path}/credentials`);
      expect(body.items).toMatchObject([{ label: 'old', hint: '', status: 'active' }]);
      const old = `${path}/credentials/${body.items[0]!.credentialId}`;
      const rotated = await operator.post<IssuedCredentialDto>(`${old}/rotate`, { body: {} });
      expect((await ask('acme-warehouse', rotated.body.credential)).status).toBe(200);
      expect((await ask('acme-warehouse', secret)).status).toBe(200);
      await operator.delete(old);
      expect((await ask('acme-warehouse', secret)).status).toBe(401);
      expect((await ask('acme-warehouse', rotated.body.credential)).status).toBe(200);
    });

    it('leaves no secret in the table', async () => {
      const { documents, tableName } = broker.table;
      const { Items } = await documents.send(new ScanCommand({ TableName: tableName }));
      const text = JSON.stringify(Items);
      expect(text).toContain('acme-warehouse');
      for (const one of [secret, hashed, off]) expect(text).not.toContain(one);
    });
  });

  it('tells a file that is not there', async () => {
    const { code, err } = await runCli(broker, ['import', join(folder, 'none')]);
    expect([code, err]).toEqual([65, expect.stringMatching(/^The file cannot be read, .*: ENOENT: /)]);
  });

  it('judges a pipe as it does a file, and takes it', async () => {
    const pipe = join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    const through = async (lines: readonly object[], ...args: string[]) => {
      const written = writeFile(pipe, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      const outcome = await runCli(broker, ['import', pipe, ...args]);
      await written;
      return outcome;
    };
    const lines = [{ ...TENANT, tenantId: 'tn_0000000000000001' }];
    const foreign = [TENANT, client('acme-piped', { secret: aSecret() })];
    expect(await through(foreign)).toMatchObject({ code: 64, out: '' });
    expect(await through([client('acme-piped', {})])).toMatchObject({ code: 65, out: '' });
    expect((await through(lines, '--dry-run')).out).toMatch(/^1 lines, and all can be imported/);
    expect((await through(lines)).out).toMatch(/^1 tenants and 0 clients imported/);
    expect(await through([])).toMatchObject({ code: 65, out: '' });
  });

  it('takes what it has judged, whatever becomes of the file meanwhile', async () => {
    const path = join(folder, 'written.ndjson');
    await writeFile(path, 'as it was\n');
    const file = await TransferFile.copyOf(path);
    await writeFile(path, 'not judged\n');
    const texts: string[] = [];
    for (const pass of ['judged', 'taken'])
      for await (const { text } of file.lines()) texts.push(`${pass} ${text}`);
    expect(texts).toEqual(['judged as it was', 'taken as it was']);
    await file.close();
  });

  it('takes what another installation has exported, with credentials as they are', async () => {
    const partner = await makePartner(broker);
    const { secret: revoked, credential } = await issue(broker, partner.clientId);
    const credentials = broker.app.get(CredentialsService, { strict: false });
    await credentials.revoke(system(), partner.clientId, credential.id);
    const ended = await issue(broker, partner.clientId);
    await broker.app
      .get(ClientChanges, { strict: false })
      .apply(partner.clientId, system(), (one, now) => block(one, ended.credential.id, now));
    const exported = await runCli(broker, ['export', '--json']);
    expect(exported.code).toBe(0);
    expect(exported.out).not.toContain(partner.credential.slice(29, 72));
    const file = join(folder, 'export.ndjson');
    await writeFile(file, exported.out);

    const other = await startBroker();
    const imported = await runCli(other, ['import', file, STATED]);
    expect([imported.code, imported.err]).toEqual([0, expect.any(String)]);
    await laterRound(other);
    const at = new Api(other.url);
    const refresh = (token: string) => at.token({ grant_type: 'refresh_token', refresh_token: token });
    expect((await refresh(partner.credential)).status).toBe(200);
    expect((await refresh(revoked)).status).toBe(400);
    expect((await refresh(ended.secret)).status).toBe(400);
    await other.stop();
  }, 30_000);

  it('exports each client as it was at one instant, whoever writes meanwhile', async () => {
    const { app } = broker;
    const { clientId, tenantId } = await makePartner(broker);
    const source = new ClientExport(app.get(TenantStore), app.get(ClientStore), app.get(Clock));
    const tenant = (await app.get(TenantStore).find(tenantId, patience()))!;
    const clients = app.get(ClientsService);
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; i += 1)
        await clients.edit(system(), clientId, ANY_EDITION, { name: `${i}`, description: `${i}` });
    })();
    const seen = new Set<string>();
    for (let i = 0; i < 40; i += 1)
      for await (const line of source.linesOf(tenant, patience()))
        if (line.type === 'client' && line.description !== '') {
          seen.add(line.name);
          expect(line.description).toBe(line.name);
        }
    writing = false;
    await writer;
    expect(seen.size).toBeGreaterThan(1);
  });
});
