import { decodeJwt } from 'jose';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api, basic } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { issueCredential, makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestTenant } from '../../support/people.js';

describe('POST /oauth/token, 200', () => {
  let broker: TestBroker;
  let api: Api;
  let tenant: TestTenant;
  let machine: IssuedCredentialDto;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
    tenant = await makeTenant(await makeOperator(broker));
    machine = await makeMachine(tenant.admin.api);
  });
  afterAll(() => broker.stop());

  const byRefresh = (more: Record<string, string> = {}) => ({
    grant_type: 'refresh_token',
    refresh_token: machine.credential,
    ...more,
  });

  it('trades a credential for a bearer token', async () => {
    const { status, headers, body } = await api.token(byRefresh());

    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String) as string,
      token_type: 'Bearer',
      expires_in: expect.any(Number) as number,
      scope: 'orders:read',
    });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('tells the true rest of the token’s life', async () => {
    const { body } = await api.token(byRefresh());
    const rest = decodeJwt(body.access_token).exp! - Math.floor(Date.now() / 1_000);

    expect([rest, rest + 1]).toContain(body.expires_in);
  });

  it('says in the token whose it is', async () => {
    const { body } = await api.token(byRefresh());

    expect(decodeJwt(body.access_token)).toMatchObject({
      iss: broker.config.machines.issuer,
      aud: broker.config.machines.clientId,
      token_use: 'id',
      'cognito:username': machine.clientId,
      'custom:tenant_id': tenant.tenantId,
      'custom:scopes': 'orders:read',
    });
  });

  it('answers the same token again while it is fresh', async () => {
    const [first, second] = [await api.token(byRefresh()), await api.token(byRefresh())];

    expect(second.body.access_token).toBe(first.body.access_token);
  });

  describe('by client_credentials', () => {
    const grant = { grant_type: 'client_credentials' };
    const encoded = (id: string, secret: string) => basic(id.replace('_', '%5F'), secret.replace('_', '%5f'));

    it.each<[string, () => [Record<string, string>, Record<string, string>]]>([
      ['in the body', () => [{ client_id: machine.clientId, client_secret: machine.credential }, {}]],
      ['by Basic', () => [{}, basic(machine.clientId, machine.credential)]],
      ['by Basic, form-encoded', () => [{}, encoded(machine.clientId, machine.credential)]],
      [
        'by Basic, its scheme in another case',
        () => {
          const { authorization } = basic(machine.clientId, machine.credential);
          return [{}, { authorization: authorization.replace('Basic', 'bASIC') }];
        },
      ],
      [
        'by Basic, with the same client_id in the body',
        () => [{ client_id: machine.clientId }, basic(machine.clientId, machine.credential)],
      ],
    ])('%s', async (_, request) => {
      const [form, headers] = request();
      const { status, body } = await api.token({ ...grant, ...form }, headers);

      expect(status).toBe(200);
      expect(decodeJwt(body.access_token)['cognito:username']).toBe(machine.clientId);
    });
  });

  describe('by refresh_token', () => {
    it('with the client named', async () => {
      expect((await api.token(byRefresh({ client_id: machine.clientId }))).status).toBe(200);
    });

    it('with the client named by Basic without a password', async () => {
      expect((await api.token(byRefresh(), basic(machine.clientId, ''))).status).toBe(200);
    });

    it('with the client authenticated by another of its credentials', async () => {
      const other = await issueCredential(tenant.admin.api, machine.clientId);

      expect((await api.token(byRefresh(), basic(machine.clientId, other.credential))).status).toBe(200);
    });
  });

  it.each([
    ['an unknown parameter', '&resource=x'],
    ['names of other grammars', '&a[b]=1&a[]=2&__proto__=3&constructor=4'],
    ['an empty value', '&client_id='],
    ['a parameter without =', '&client_secret'],
    ['empty pairs', '&&'],
    ['32 parameters', Array.from({ length: 30 }, (_, i) => `&p${i}=`).join('')],
    ['an empty scope', '&scope='],
  ])('ignores %s', async (_, more) => {
    const form = `grant_type=refresh_token&refresh_token=${machine.credential}${more}`;

    expect((await api.token(form)).status).toBe(200);
  });

  it.each<Record<string, string>>([
    { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    { 'content-type': 'APPLICATION/X-WWW-FORM-URLENCODED;charset="utf-8"' },
    { 'content-encoding': 'identity' },
  ])('takes %j', async (headers) => {
    expect((await api.token(byRefresh(), headers)).status).toBe(200);
  });

  it('ignores a query without secrets', async () => {
    const body = new URLSearchParams(byRefresh());

    expect((await api.fetch('/oauth/token?trace=1', { method: 'POST', body })).status).toBe(200);
  });

  it('leaves scope out for a client without any', async () => {
    const { credential } = await makeMachine(tenant.admin.api, { scopes: [] });
    const { status, body } = await api.token({ grant_type: 'refresh_token', refresh_token: credential });

    expect(status).toBe(200);
    expect(body).not.toHaveProperty('scope');
  });
});
