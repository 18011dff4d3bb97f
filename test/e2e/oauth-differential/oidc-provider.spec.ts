import fc from 'fast-check';
import { plain, readPage, tableIn } from '../../docs/markdown-table.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { bytesOf, FORM, type HttpMessage } from '../../support/http-message.js';
import { makeMachine } from '../../support/machines.js';
import { type Oracle, startOracle } from '../../support/oracle.js';
import { makeOperator } from '../../support/people.js';
import { rawRequest } from '../../support/raw-request.js';
import { type Party, requestsOf } from './requests.js';

/** Where the RFCs leave room, or are read in two ways, the oracle shows how others do it. */
describe('the same request to us and to oidc-provider', () => {
  let broker: TestBroker;
  let oracle: Oracle;
  let party: Party;

  beforeAll(async () => {
    broker = await startBroker({ env: { RATE_LIMITS: 'off' } });
    const fields = { tenantId: 'platform', scopes: ['orders:read'], introspect: true };
    const operator = await makeOperator(broker);
    const platform = await operator.api.get('/api/v1/admin/tenants/platform');
    await operator.api.patch('/api/v1/admin/tenants/platform', {
      headers: { 'if-match': platform.headers.get('etag')! },
      body: { allowedScopes: ['orders:read'] },
    });
    const { clientId, credential } = await makeMachine(operator.api, fields);
    party = { clientId, secret: credential };
    oracle = await startOracle(party);
  });
  afterAll(async () => {
    oracle.stop();
    await broker.stop();
  });

  /** What a client acts on: the status and the error code. */
  async function outcome(url: string, message: HttpMessage): Promise<string> {
    const { status, body } = await rawRequest(url, bytesOf(message));
    return [status, errorIn(body)].filter((part) => part !== undefined).join(' ');
  }

  const both = (message: HttpMessage) =>
    Promise.all([outcome(broker.url, message), outcome(oracle.url, message)]);

  it('is answered alike, but for the differences that docs/oauth-conformance.md gives reasons for', async () => {
    const measured: string[][] = [];
    for (const [name, message] of Object.entries(requestsOf(party))) {
      const [ours, theirs] = await both(message);
      if (ours !== theirs) measured.push([name, ours, theirs]);
    }
    const listed = tableIn(readPage('oauth-conformance.md'), 'Differences from oidc-provider');

    expect(measured).toEqual(
      listed.map(([name, ours = '', theirs = '']) => [name, plain(ours), plain(theirs)]),
    );
    expect(listed.filter(([, , , why]) => !why)).toEqual([]);
  });

  it('is answered alike however a good request is put together', async () => {
    const parts = fc.record({
      scheme: fc.constantFrom('Basic', 'basic', 'bAsIc'),
      inBody: fc.boolean(),
      scope: fc.constantFrom(undefined, '', 'orders:read'),
      more: fc.uniqueArray(fc.constantFrom('colour', 'a[b]', 'resource2', 'é'), { maxLength: 4 }),
    });
    const property = fc.asyncProperty(parts, async (one) => {
      const [ours, theirs] = await both(toMessage(party, one));
      expect([ours, theirs]).toEqual(['200', '200']);
    });
    await fc.assert(property, { numRuns: 50 });
  });
});

interface Parts {
  readonly scheme: string;
  readonly inBody: boolean;
  readonly scope: string | undefined;
  readonly more: readonly string[];
}

function toMessage({ clientId, secret }: Party, { scheme, inBody, scope, more }: Parts): HttpMessage {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined) form.set('scope', scope);
  for (const name of more) form.set(name, 'value');
  if (inBody)
    for (const [name, value] of Object.entries({ client_id: clientId, client_secret: secret }))
      form.set(name, value);
  const authorization = `${scheme} ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
  const headers = { 'content-type': FORM, ...(!inBody && { authorization }) };
  return { target: '/oauth/token', headers, body: form.toString() };
}

function errorIn(body: string): string | undefined {
  return /"error":"(\w+)"/.exec(body)?.[1];
}
