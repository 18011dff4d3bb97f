import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';

/** The router decodes paths, so whatever decides by a path has to see what the router saw. */
describe('a path with needless escapes', () => {
  let broker: TestBroker;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
  });
  afterAll(() => broker.stop());

  it('is told its errors in the form of the endpoint that it reaches', async () => {
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'bab_no' });
    const answer = await api.fetch('/%6fauth/token', { method: 'POST', body });

    expect([answer.status, answer.body]).toMatchObject([400, { error: 'invalid_grant' }]);
    expect(answer.headers.get('pragma')).toBe('no-cache');
  });

  it('is guarded like the plain one', async () => {
    expect((await api.fetch('/%61pi/v1/clients')).status).toBe(401);
    expect((await api.fetch('/%61pi/v1/clients', { method: 'PUT' })).status).toBe(401);
    expect((await api.fetch('/%61pi/v1/clients')).headers.get('cache-control')).toBe('no-store');
  });
});
