import type { Server } from '../../dev/servers/server.js';
import { type Request, evenly, tokenRequest } from '../load/request.js';
import { type Subject, measure } from '../load/rounds.js';
import { startBroker } from '../servers/broker.js';
import { startNest } from '../servers/peers.js';
import { startTable } from '../servers/table.js';
import { startUpstream } from '../servers/upstream.js';
import { Items } from '../world/items.js';
import { partner } from '../world/partners.js';
import { HOT } from './peers.js';
import { CONNECTIONS, type Scenario } from './scenario.js';
import { touchEach } from './with-broker.js';

const CLIENTS = 10_000;
const PAGE = 100;
/** As many at a time as admins may be. */
const ADMINS = 8;

/** The same on a table that keeps what is written; it has the core of the load, and is busier than anything else. */
export const onDynamodbLocal: Scenario = {
  name: 'dynamodb-local',
  async run(effort) {
    const upstream = await startUpstream({ clients: CLIENTS });
    const dynamodb = await startTable(new Items(CLIENTS, upstream.key), CLIENTS);
    const broker = await startBroker({ upstream, dynamodb });
    const nest = await startNest();
    await touchEach(broker, HOT);
    const outcomes = await measure(subjects(nest, broker, upstream.key.operatorToken()), effort);
    for (const server of [nest, broker, dynamodb, upstream]) await server.stop();
    return { title: 'On DynamoDB Local, 10,000 clients', notes: [], outcomes, against: ['bare Nest'] };
  },
};

function subjects(nest: Server, broker: Server, operator: string): Subject[] {
  const hot = evenly(HOT);
  const all = evenly(CLIENTS);
  const token = { connections: CONNECTIONS, next: () => tokenRequest(hot()), status: 200 };
  const authorization = `Bearer ${operator}`;
  const list = { method: 'GET', path: `/api/v1/clients?limit=${PAGE}`, headers: { authorization } } as const;
  return [
    { name: 'bare Nest', server: nest, load: token },
    { name: 'tokens of 1,000 clients', server: broker, load: token },
    {
      name: 'issuing credentials',
      server: broker,
      load: { connections: ADMINS, next: () => issue(all(), authorization), status: 201 },
    },
    {
      name: 'lists of 10,000 clients, a page of 100',
      server: broker,
      load: { connections: ADMINS, next: () => list, status: 200 },
    },
  ];
}

function issue(number: number, authorization: string): Request {
  return {
    method: 'POST',
    path: `/api/v1/clients/${partner(number).client.id}/credentials`,
    headers: { authorization, 'content-type': 'application/json' },
    body: '{"label":"more"}',
  };
}
