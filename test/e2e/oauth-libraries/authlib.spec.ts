import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installed, isInstalled } from '../../../dev/emulators/python-environment.js';
import { Pool } from '../../../packages/verifier/test/support/pool.js';
import { type DiscoverableBroker, startDiscoverableBroker } from '../../support/discoverable-broker.js';
import { issueCredential } from '../../support/machines.js';
import { describeWith } from '../../support/optional-suite.js';
import { byFlow, type Outcome } from './outcomes.js';
import { verifiedFor, verifierSettings } from './verifier-settings.js';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('python/client.py', import.meta.url));

/** What Python backends use, and PyJWT for the API behind. */
describeWith('Authlib', isInstalled('authlib') ? installed('authlib') : undefined, (python) => {
  let at: DiscoverableBroker;
  let pool: Pool;
  let outcomes: Record<string, Outcome>;

  beforeAll(async () => {
    [at, pool] = await Promise.all([startDiscoverableBroker(), Pool.start()]);
    const { clientId, credential } = at.machine;
    const spare = await issueCredential(at.tenant.admin.api, clientId);
    const env = {
      ISSUER: at.broker.url,
      CLIENT_ID: clientId,
      CREDENTIAL: credential,
      SPARE: spare.credential,
      ASKER_ID: at.asker.clientId,
      ASKER_CREDENTIAL: at.asker.credential,
      ...(await verifierSettings(at, pool)),
    };
    outcomes = byFlow((await run(python, [PROGRAM], { env })).stdout);
  });
  afterAll(() => (pool.stop(), at.broker.stop()));

  it.each([
    'client_credentials client_secret_basic',
    'client_credentials client_secret_post',
    'refresh_token client_secret_basic',
    'refresh_token client_secret_post',
    'refresh_token none',
  ])('gets a token by %s', (flow) => {
    expect(outcomes[flow]).toEqual({ token_type: 'Bearer', scope: 'orders:read', expired: false });
  });

  it.each(['introspect client_secret_basic', 'introspect client_secret_post'])('may %s', (flow) => {
    expect(outcomes[flow]).toMatchObject({ active: true, client_id: at.machine.clientId });
  });

  it('verifies a token by PyJWT', () => {
    expect(outcomes).toMatchObject(verifiedFor(at));
  });

  it('revokes, and is refused from then on', () => {
    expect([outcomes['revoke'], outcomes['revoked']]).toEqual([{ status: 200 }, { error: 'invalid_client' }]);
  });
});
