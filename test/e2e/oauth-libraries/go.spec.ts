import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Pool } from '../../../packages/verifier/test/support/pool.js';
import { type DiscoverableBroker, startDiscoverableBroker } from '../../support/discoverable-broker.js';
import { withAnotherSecret } from '../../support/forged-credential.js';
import { describeWith } from '../../support/optional-suite.js';
import { byFlow, type Outcome } from './outcomes.js';
import { verifiedFor, verifierSettings } from './verifier-settings.js';

const run = promisify(execFile);
const go = spawnSync('go', ['version']).status === 0 ? 'go' : undefined;
const ENVIRONMENT = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly -buildvcs=false' };

/** golang.org/x/oauth2, which tries both ways to authenticate until one is taken; go-oidc for the API behind. */
describeWith('Go', go, (command) => {
  let at: DiscoverableBroker;
  let pool: Pool;
  let directory: string;
  let program: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'oauth-go-'));
    program = join(directory, 'client');
    const cwd = fileURLToPath(new URL('go', import.meta.url));
    await run(command, ['build', '-o', program, '.'], { cwd, env: ENVIRONMENT });
    [at, pool] = await Promise.all([startDiscoverableBroker(), Pool.start()]);
  }, 300_000);
  afterAll(async () => {
    pool.stop();
    await at.broker.stop();
    await rm(directory, { recursive: true });
  });

  async function outcomes(credential: string): Promise<Record<string, Outcome>> {
    const { url: broker } = at.broker;
    const env = {
      TOKEN_URL: `${broker}/oauth/token`,
      CLIENT_ID: at.machine.clientId,
      CREDENTIAL: credential,
      ...(await verifierSettings(at, pool)),
    };
    return byFlow((await run(program, { env })).stdout);
  }

  const FLOWS = ['client_credentials', 'refresh_token'].flatMap((grant) =>
    ['header', 'params', 'autodetect'].map((style) => `${grant} ${style}`),
  );

  it('gets tokens by both grants and every style of authentication', async () => {
    const got = { tokenType: 'Bearer', scope: 'orders:read', valid: true };

    expect(await outcomes(at.machine.credential)).toMatchObject(
      Object.fromEntries(FLOWS.map((flow) => [flow, got])),
    );
  });

  it('verifies a token by go-oidc', async () => {
    expect(await outcomes(at.machine.credential)).toMatchObject(verifiedFor(at));
  });

  it('understands refusals', async () => {
    const refusals = FLOWS.map((flow) => {
      const error = flow.startsWith('refresh') ? 'invalid_grant' : 'invalid_client';
      return [flow, { valid: false, error }];
    });

    expect(await outcomes(withAnotherSecret(at.machine.credential))).toEqual(Object.fromEntries(refusals));
  });
});
