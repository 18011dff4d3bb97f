import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { MINUTE, type Millis } from '../../src/common/clock.js';
import { SESSION_PREFIX, clientPartition } from '../../src/aws/dynamodb/keys.js';
import { LONGEST_PUT_OFF, WorkQueue } from '../../src/work/work-queue.js';
import { WorkRunner } from '../../src/work/work-runner.js';
import type { Api } from '../support/api.js';
import type { TestBroker } from '../support/broker.js';
import { everyPage } from '../support/pages.js';
import { patience } from '../support/signals.js';
import type { TestTable } from '../support/table.js';
import { travel } from '../support/travel.js';
import type { AuditLine, ClientStanding, CredentialStanding, Instant, Standing } from './history.js';
import type { KnownClient, Roster } from './roster.js';

/** Everything is due by then that a request has left, or a failed step was put off to. */
const LATER = 2 * MINUTE;
/** What has failed in one round is due again in the next. */
const BETWEEN_ROUNDS = LONGEST_PUT_OFF;
/** docs/promises.md, 8. */
const ROUNDS = 2;
const PAGE = 100;

/** Gives all that is due its two rounds, later. @returns how much later, and what is still to do then */
export async function finishPendingWork(broker: TestBroker): Promise<{ later: Millis; pending: string[] }> {
  const due = (later: Millis) => broker.app.get(WorkQueue).due(Date.now() + later, 10_000, patience());
  let later = LATER;
  for (let round = 0; round < ROUNDS; round++, later += BETWEEN_ROUNDS) {
    const back = travel(broker, later);
    // The runner takes a round in parts, where there is much to do.
    while (await broker.app.get(WorkRunner).round());
    back();
  }
  return { later, pending: (await due(later)).map((item) => JSON.stringify(item)) };
}

/** What the portal tells of everything, and the sessions, which it does not tell of. */
export async function lookAround(
  { table }: TestBroker,
  api: Api,
  roster: Roster,
  { takenAt, pending }: { readonly takenAt: Instant; readonly pending: readonly string[] },
): Promise<Standing> {
  const tenantIds = [...new Set(roster.map(({ tenantId }) => tenantId))];
  const clients = [];
  for (const client of roster) clients.push(await clientStanding(table, api, client));
  const tenants = [];
  for (const id of tenantIds) tenants.push(await read<Tenant>(api, `/api/v1/admin/tenants/${id}`));
  const trails = await Promise.all(tenantIds.map((tenantId) => trailOf(api, tenantId)));
  return { takenAt, pending, clients, tenants, audit: trails.flat() };
}

type Tenant = Standing['tenants'][number];

async function clientStanding(
  table: TestTable,
  api: Api,
  { tenantId, clientId }: KnownClient,
): Promise<ClientStanding> {
  const path = `/api/v1/clients/${clientId}`;
  const { name, status } = await read<ClientStanding>(api, path);
  const credentials = await everyPage<CredentialStanding>(api, `${path}/credentials`, PAGE);
  return { tenantId, clientId, name, status, credentials, sessions: await sessionsOf(table, clientId) };
}

async function read<Body>(api: Api, path: string): Promise<Body> {
  const { status, body } = await api.get<Body>(path);
  if (status !== 200) throw new Error(`${path} is answered ${status}`);
  return body;
}

async function sessionsOf({ documents, tableName }: TestTable, clientId: string): Promise<string[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
      ExpressionAttributeValues: { ':pk': clientPartition(clientId), ':prefix': SESSION_PREFIX },
    }),
  );
  return Items.map(({ SK }) => String(SK).slice(SESSION_PREFIX.length));
}

interface AuditEvent {
  readonly action: string;
  readonly target: { readonly id: string };
}

async function trailOf(api: Api, tenantId: string): Promise<AuditLine[]> {
  const path = '/api/v1/audit-events';
  const events = await everyPage<AuditEvent>(api, path, PAGE, { tenantId });
  return events.map(({ action, target }) => ({ action, targetId: target.id }));
}
