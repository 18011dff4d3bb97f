import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { type Call, type DynamodbProxy, startDynamodbProxy } from '../../support/dynamodb-proxy.js';
import { ofUnknownClient, withAnotherSecret } from '../../support/forged-credential.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant } from '../../support/people.js';

/** Counted where it costs: at the wire, between the broker and its table. */
describe('what a refusal reads', () => {
  let calls: Call[];
  let dynamodb: DynamodbProxy;
  let broker: TestBroker;
  let api: Api;
  let admin: Api;

  beforeAll(async () => {
    dynamodb = await startDynamodbProxy((call) => {
      calls.push(call);
      return call.forward();
    });
    calls = [];
    broker = await startBroker({ endpoints: { dynamodb: dynamodb.endpoint } });
    api = new Api(broker.url);
    admin = (await makeTenant(await makeOperator(broker))).admin.api;
  });
  afterAll(async () => {
    await broker.stop();
    dynamodb.close();
  });

  const ask = ({ credential }: { credential: string }) =>
    api.token({ grant_type: 'refresh_token', refresh_token: credential });
  const path = ({ clientId, credentialId }: IssuedCredentialDto) =>
    `/api/v1/clients/${clientId}/credentials/${credentialId}`;

  const CAUSES: Record<string, (machine: IssuedCredentialDto) => Promise<{ credential: string }>> = {
    'an unknown client': () => Promise.resolve({ credential: ofUnknownClient() }),
    'another secret': ({ credential }) => Promise.resolve({ credential: withAnotherSecret(credential) }),
    'a revoked credential': (machine) => admin.delete(path(machine)).then(() => machine),
    'a disabled client': (machine) =>
      admin.post(`/api/v1/clients/${machine.clientId}/disable`).then(() => machine),
    'a deleted client': (machine) => admin.delete(`/api/v1/clients/${machine.clientId}`).then(() => machine),
  };

  it.each(Object.keys(CAUSES))('is one batch of two keys for %s', async (cause) => {
    const machine = await makeMachine(admin);
    // From the first answer on it is remembered whose client it is.
    expect((await ask(machine)).status).toBe(200);
    const presented = await CAUSES[cause]!(machine);

    calls = [];
    expect((await ask(presented)).status).toBe(400);

    const reads = calls.map((call) => keysOf(call).filter(isOfAccess).length);
    expect(reads.filter((keys) => keys > 0)).toEqual([2]);
  });
});

interface Keys {
  readonly SK: { readonly S: string };
}

/** What a call reads together. */
function keysOf({ operation, body }: Call): Keys[] {
  if (operation !== 'BatchGetItem') return [];
  const { RequestItems } = body as { RequestItems: Record<string, { Keys: Keys[] }> };
  return Object.values(RequestItems).flatMap(({ Keys }) => Keys);
}

/** Pending work that ends a session reads that one meanwhile, in a batch of its own or in this. */
function isOfAccess({ SK }: Keys): boolean {
  return SK.S === 'CLIENT' || SK.S === 'TENANT';
}
