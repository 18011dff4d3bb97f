import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeMachine } from '../../support/machines.js';
import { operationsOf, pathWith } from '../../support/operations.js';
import { makeOperator, makeTenant, type TestPerson, type TestTenant } from '../../support/people.js';

const UNKNOWN = { clientId: 'cl_0000000000000000', credentialId: `cr_${'0'.repeat(24)}` };
const MISSHAPEN = [
  'x',
  'cl_000000000000000',
  'cl_000000000000000I',
  'CL_0000000000000000',
  '..%2f..',
  '%00',
  'cl_',
];

describe('another tenant’s objects', () => {
  let broker: TestBroker;
  let operator: TestPerson;
  let mine: TestTenant;
  let foreign: IssuedCredentialDto;

  beforeAll(async () => {
    broker = await startBroker();
    operator = await makeOperator(broker);
    mine = await makeTenant(operator);
    foreign = await makeMachine((await makeTenant(operator)).admin.api);
  });
  afterAll(() => broker.stop());

  /** As one who may ask, with all that the operation wants. */
  async function ask(method: string, path: string, ids: Readonly<Record<string, string>>) {
    const headers = { 'x-request-id': 'the-same', 'if-match': '"2"' };
    const body = method === 'PATCH' ? { name: 'mine now' } : undefined;
    const {
      status,
      headers: got,
      text,
    } = await mine.admin.api.call(method, pathWith(path, ids), { headers, body });
    return { status, headers: [...got].filter(([name]) => name !== 'date'), text };
  }

  it('are told by no byte from what there is not, by any operation', async () => {
    const operations = operationsOf(broker.app).filter(({ path }) => path.includes('{clientId}'));
    const { clientId, credentialId } = foreign;
    for (const { method, path } of operations) {
      const seen = await ask(method, path, { clientId, credentialId });
      expect({ method, path, seen }).toEqual({ method, path, seen: await ask(method, path, UNKNOWN) });
      expect(seen.status).toBe(404);
    }
    expect(operations.length).toBeGreaterThan(8);
  });

  it('stay as they were', async () => {
    const path = `/api/v1/clients/${foreign.clientId}/credentials/${foreign.credentialId}`;
    const { body } = await operator.api.get<{ status: string }>(path);

    expect(body.status).toBe('active');
  });

  it('are none of a list', async () => {
    expect((await mine.admin.api.get('/api/v1/clients?limit=100')).text).not.toContain(foreign.clientId);
  });

  it('are within an operator’s reach', async () => {
    expect((await operator.api.get(`/api/v1/clients/${foreign.clientId}`)).status).toBe(200);
  });

  it.each(MISSHAPEN)('an id of the shape %s is 404', async (id) => {
    for (const path of [`/api/v1/clients/${id}`, `/api/v1/clients/${mine.clientId}/credentials/${id}`]) {
      const { status, body } = await mine.admin.api.get(path);
      expect([status, body.code]).toEqual([404, 'not_found']);
    }
  });
});
