import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MachinePool } from '../../../src/clients/ports/machine-pool.js';
import { type Ground, secrets, startBroker, variables } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { makePartner, system } from '../../support/partner.js';
import { patience } from '../../support/signals.js';
import { ClientsService } from '../../../src/clients/clients.service.js';

/** `node dist/cli reconcile`, as an operator calls it when the fleet is down. */
describe('reconcile', () => {
  let cognito: FaultProxy;
  let ground: Ground;
  let clientId: string;

  /** Leaves a client that is deleted, which failed and was put off, and a user that nobody knows. */
  beforeAll(async () => {
    cognito = await startFaultProxy(emulators().cognitoLocal);
    const broker = await startBroker({ endpoints: { cognito: cognito.endpoint } });
    ground = broker;
    const stray = { clientId: 'cl_stray', tenantId: 'tn_1', scopes: [] };
    await broker.app.get(MachinePool).createUser(stray, patience());
    ({ clientId } = await makePartner(broker));
    cognito.down();
    await broker.app.get(ClientsService).remove(system(), clientId);
    await broker.stop();
    cognito.clear();
    const putOff = { GSI2SK: Date.now() + 50_000, dueSince: 1 };
    await ground.table.table.update(key(), { set: putOff }, [], patience());
  });
  afterAll(() => cognito.stop());

  const key = () => ({ PK: `CLIENT#${clientId}`, SK: 'CLIENT' });
  const stored = () => ground.table.table.get<object>(key(), patience());

  async function run(...args: string[]): Promise<{ code: number; out: string }> {
    const env = {
      ...process.env,
      ...variables(ground),
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
    };
    const told = await promisify(execFile)(process.execPath, ['dist/cli/index.js', 'reconcile', ...args], {
      env,
    }).catch((error: unknown) => error);
    const { code = 0, stdout, stderr } = told as { code?: number; stdout: string; stderr: string };
    const out = stdout + stderr;
    expect(secrets.foundIn(out)).toEqual([]);
    return { code, out };
  }

  it('tells what it would do, does it, and says what is left', async () => {
    const dry = await run('--dry-run', '--delete-orphans');
    expect(dry.code).toBe(1);
    expect(dry.out).toMatch(/due: client cl_.*\n[^]*no item: machines cl_stray/);
    expect(await stored()).toMatchObject({ status: 'deleted' });

    cognito.status('AdminDeleteUser', { status: 400, type: 'AccessDeniedException' });
    const failed = await run('--delete-orphans');
    expect(failed.code).toBe(1);
    expect(failed.out).toMatch(/failed: client cl_.*\n0 done, 1 failed/);
    expect(failed.out).not.toContain('deleted:');
    cognito.clear();

    const swept = await run();
    expect(swept.code).toBe(1);
    expect(swept.out).toContain(`done: client ${clientId}`);
    expect(await stored()).toBeUndefined();

    const mended = await run('--delete-orphans', '--older-than', '0');
    expect(mended.code).toBe(0);
    expect(mended.out).toContain('deleted: machines cl_stray');
  }, 60_000);

  it('tells how it is called', async () => {
    const told = await run('--at-most=many');
    expect(told.code).toBe(64);
    expect(told.out).toContain('Usage: node dist/cli reconcile');
  });
});
