import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant } from '../../support/people.js';

describe('POST /oauth/token, scope', () => {
  let broker: TestBroker;
  let machine: IssuedCredentialDto;

  beforeAll(async () => {
    broker = await startBroker();
    const { admin } = await makeTenant(await makeOperator(broker), ['orders:read', 'orders:write', 'stock']);
    machine = await makeMachine(admin.api, { scopes: ['orders:read', 'orders:write'] });
  });
  afterAll(() => broker.stop());

  const ask = (scope: string) =>
    new Api(broker.url).token({ grant_type: 'refresh_token', refresh_token: machine.credential, scope });

  it.each(['orders:read', 'orders:write orders:read', 'orders:read orders:read'])(
    '%p gets all that the client has',
    async (scope) => {
      const { status, body } = await ask(scope);

      expect([status, body.scope, body.id_token]).toEqual([200, 'orders:read orders:write', undefined]);
    },
  );

  it.each(['openid', 'orders:read openid'])('%p adds the token as id_token', async (scope) => {
    const { status, body } = await ask(scope);

    expect([status, body.scope]).toEqual([200, 'orders:read orders:write']);
    expect(body.id_token).toBe(body.access_token);
  });

  it.each([
    ['one that only the tenant has', 'stock'],
    ['one that nobody has', 'orders:read admin'],
    ['another case', 'Orders:read'],
    ['a double space', 'orders:read  orders:write'],
    ['a leading space', ' orders:read'],
    ['a trailing space', 'orders:read '],
    ['a space alone', ' '],
    ['a tab', 'orders:read\torders:write'],
    ['a quotation mark', '"'],
    ['a backslash', '\\'],
  ])('%s is an invalid scope', async (_, scope) => {
    const { status, headers, body } = await ask(scope);

    expect([status, body.error]).toEqual([400, 'invalid_scope']);
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
