import type { AuditEventDto } from '../../../src/audit/audit.dto.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestTenant } from '../../support/people.js';

describe('the audit trail of one tenant', () => {
  let broker: TestBroker;
  let mine: TestTenant;
  let other: TestTenant;

  beforeAll(async () => {
    broker = await startBroker();
    const operator = await makeOperator(broker);
    mine = await makeTenant(operator);
    other = await makeTenant(operator);
    await makeMachine(other.admin.api);
  });
  afterAll(() => broker.stop());

  const read = (query = '') =>
    mine.admin.api.get<{ items: AuditEventDto[] }>(`/api/v1/audit-events?limit=100${query}`);

  it('tells nothing of another', async () => {
    const { text } = await read();

    for (const secret of [other.tenantId, other.clientId, other.adminId, other.admin.email])
      expect(text).not.toContain(secret);
  });

  it('cannot be read by another, nor the platform’s', async () => {
    const foreign = await read(`&tenantId=${other.tenantId}`);
    const platform = await read('&tenantId=platform');
    const unknown = await read('&tenantId=tn_0000000000000000');

    expect([foreign.status, platform.status, unknown.status]).toEqual([404, 404, 404]);
  });

  it('says of another’s client what it says of one that there is not', async () => {
    const foreign = await read(`&clientId=${other.clientId}`);
    const unknown = await read('&clientId=cl_0000000000000000');

    expect([foreign.status, foreign.text]).toEqual([200, unknown.text]);
    expect(foreign.body.items).toEqual([]);
  });

  it('can be named by its own', async () => {
    expect((await read(`&tenantId=${mine.tenantId}`)).body).toEqual((await read()).body);
  });
});
