import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { peoplePool } from '../../src/aws/cognito/pool-definitions.js';
import { ClientsService } from '../../src/clients/clients.service.js';
import { DAY, MINUTE } from '../../src/common/clock.js';
import { newTenantId } from '../../src/common/ids.js';
import { newTenant } from '../../src/tenants/tenant.js';
import { TenantStore } from '../../src/tenants/tenant-store.js';
import { Api } from '../support/api.js';
import { startBroker, type TestBroker } from '../support/broker.js';
import type { TestPool } from '../support/cognito-pools.js';
import { SCOPES, system } from '../support/partner.js';
import { makeOperator } from '../support/people.js';
import { patience } from '../support/signals.js';
import { finishPendingWork, lookAround } from './aftermath.js';
import { runCampaign } from './campaign.js';
import { judge } from './judge/judge.js';
import { figuresOf, tell } from './report.js';
import { KnownClient } from './roster.js';

const OPS = Number(process.env.CHAOS_OPS ?? 2_000);
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 2 ** 31);
const TENANTS = 4;
const CLIENTS_OF_EACH = 2;
const PATIENCE = 120_000 + OPS * 50;

/** docs/promises.md, 1 to 4, 7 and 8, while everything happens at once. */
describe('three brokers under chaos', () => {
  it(
    'keep what they promise',
    async () => {
      say(`chaos with --ops ${OPS} --seed ${SEED}`);
      const founder = await startBroker();
      await lengthenSignIns(founder.people);
      const { accessToken } = await makeOperator(founder);
      const roster = await makeRoster(founder);
      await founder.stop();
      const settings = { ops: OPS, seed: SEED, ground: founder, roster, accessToken };
      const { recorder, faults, exits, ...story } = await runCampaign({ ...settings, onProgress });
      expect(exits).toEqual([0, 0, 0]);
      const auditor = await startBroker({ beside: founder });
      const { later, pending } = await finishPendingWork(auditor);
      const api = new Api(auditor.url, accessToken);
      const standing = await lookAround(auditor, api, roster, { takenAt: recorder.now() + later, pending });
      await auditor.stop();
      const history = { ...story, standing };
      const violations = judge(history);
      say(figuresOf(history, faults));
      if (violations.length > 0) throw new Error(tell(violations, history, `--ops ${OPS} --seed ${SEED}`));
    },
    PATIENCE,
  );
});

/** A long campaign outlives a quarter of an hour, and so has its operator to. */
async function lengthenSignIns({ client, installation, pool }: TestPool): Promise<void> {
  const { userPoolId: UserPoolId, clientId: ClientId } = pool;
  const { client: definition } = peoplePool(installation);
  const lasting = { ...definition, AccessTokenValidity: DAY / MINUTE };
  await client.send(new UpdateUserPoolClientCommand({ ...lasting, UserPoolId, ClientId }));
}

async function makeRoster({ app }: TestBroker): Promise<KnownClient[]> {
  const details = { name: 'client', description: '', scopes: SCOPES, allowedCidrs: [], introspect: false };
  const roster: KnownClient[] = [];
  for (let tenants = 0; tenants < TENANTS; tenants++) {
    const tenant = newTenant(newTenantId(), 'Partner', SCOPES, Date.now());
    await app.get(TenantStore).create(tenant, [], patience());
    for (let clients = 0; clients < CLIENTS_OF_EACH; clients++) {
      const { id } = await app.get(ClientsService).create(system(), tenant.id, details);
      roster.push(new KnownClient(tenant.id, id));
    }
  }
  return roster;
}

function onProgress(done: number): void {
  say(`${done} of ${OPS}`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
