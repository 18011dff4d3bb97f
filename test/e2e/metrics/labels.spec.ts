import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { register } from 'prom-client';
import { countFailures } from '../../../src/aws/count-failures.js';
import { translated } from '../../../src/aws/dynamodb/dynamodb-errors.js';
import { newClientId } from '../../../src/common/ids.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { makePartner, type Partner } from '../../support/partner.js';
import { tableAt } from '../../support/table.js';

/** Rate, errors and duration, with labels that are few whatever is sent. */
describe('metrics', () => {
  let broker: TestBroker;
  let api: Api;
  let partner: Partner;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
    partner = await makePartner(broker);
    register.resetMetrics();
  });
  afterAll(() => broker.stop());

  const told = () => register.metrics();
  /** The value of one series, by what stands before it. */
  async function valueOf(series: string): Promise<number> {
    const line = (await told()).split('\n').find((one) => one.startsWith(`${series} `));
    return Number(line?.slice(series.length) ?? 0);
  }
  const refresh = (credential: string) =>
    api.token({ grant_type: 'refresh_token', refresh_token: credential });

  it('tell token requests by grant and outcome, and where tokens come from', async () => {
    await refresh(partner.credential);
    await refresh(partner.credential);
    await refresh('nonsense');
    await api.token({ grant_type: 'password' });
    const count = (labels: string) => valueOf(`broker_token_request_duration_seconds_count{${labels}}`);
    expect(await count('grant="refresh_token",outcome="ok"')).toBe(2);
    expect(await count('grant="refresh_token",outcome="invalid_grant"')).toBe(1);
    expect(await count('grant="other",outcome="unsupported_grant_type"')).toBe(1);
    expect(await valueOf('broker_tokens_served_total{source="seal"}')).toBe(1);
    expect(await valueOf('broker_tokens_served_total{source="memory"}')).toBe(1);
    expect(await valueOf('broker_read_batch_keys_count')).toBeGreaterThan(0);
  });

  it('count calls to the table that a person has to mend something for', async () => {
    const { documents } = tableAt(emulators().dynamodb, 'no-such-table');
    countFailures(documents, 'table', (error) => translated(error, 'call'));
    const get = new GetCommand({ TableName: 'no-such-table', Key: { PK: 'a', SK: 'a' } });
    await expect(documents.send(get)).rejects.toThrow();
    const failures = 'broker_dependency_failures_total{dependency="table",outcome="misconfigured"}';
    expect(await valueOf(failures)).toBe(1);
  });

  it('tell requests by pattern, and nothing that came from outside', async () => {
    const stranger = newClientId();
    await api.get(`/api/v1/clients/${stranger}`);
    await api.get(`/no/such/${stranger}`);
    await api.fetch('/oauth/token', { method: 'PROPFIND' });
    await api.token({ grant_type: stranger });
    await api.token({ grant_type: 'client_credentials', client_id: stranger, client_secret: 'x'.repeat(30) });
    const path = 'method="GET",route="/api/v1/clients/:clientId",status="4xx"';
    const route = `broker_http_request_duration_seconds_count{${path}}`;
    await eventually(
      () => valueOf(route),
      (seen) => seen === 1,
    );
    const unknown = 'method="GET",route="unknown",status="4xx"';
    expect(await valueOf(`broker_http_request_duration_seconds_count{${unknown}}`)).toBe(1);
    const text = await told();
    for (const one of [stranger, partner.clientId, partner.credentialId, partner.tenantId, 'PROPFIND'])
      expect(text).not.toContain(one);
  });
});
