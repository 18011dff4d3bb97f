import { decodeJwt } from 'jose';
import { ClientsService } from '../../../src/clients/clients.service.js';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { DAY, MINUTE } from '../../../src/common/clock.js';
import { Api, basic } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { ofUnknownClient, withAnotherSecret } from '../../support/forged-credential.js';
import { issueCredential, makeClient, makeMachine } from '../../support/machines.js';
import { nextSecond } from '../../support/next-second.js';
import { system } from '../../support/partner.js';
import { makeOperator, makeTenant, type TestPerson, type TestTenant } from '../../support/people.js';
import { travel } from '../../support/travel.js';

interface Introspection {
  readonly active: boolean;
}

describe('POST /oauth/introspect', () => {
  let broker: TestBroker;
  let api: Api;
  let operator: TestPerson;
  let tenant: TestTenant;
  let asker: IssuedCredentialDto;

  beforeAll(async () => {
    broker = await startBroker({ env: { MAX_CLOCK_SKEW: '0' } });
    api = new Api(broker.url);
    operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
    asker = await makeMachine(operator.api, { tenantId: 'platform', scopes: [], introspect: true });
  });
  afterAll(() => broker.stop());

  const introspect = async (token: string, extra: Record<string, string> = {}) =>
    api.oauth<Introspection>(
      '/oauth/introspect',
      { token, ...extra },
      basic(asker.clientId, asker.credential),
    );
  const tokenOf = async ({ credential }: { credential: string }) =>
    (await api.token({ grant_type: 'refresh_token', refresh_token: credential })).body.access_token;
  const pathOf = ({ clientId, credentialId }: IssuedCredentialDto) =>
    `/api/v1/clients/${clientId}/credentials/${credentialId}`;
  const expectInactive = async (token: string) => {
    const { status, text } = await introspect(token);
    expect([status, text]).toEqual([200, '{"active":false}']);
  };

  it('tells of a bearer token what it says itself', async () => {
    const machine = await makeMachine(tenant.admin.api, { scopes: ['orders:read', 'orders:write'] });
    const token = await tokenOf(machine);
    const { sub, iat, exp, iss, aud } = decodeJwt(token);
    const { status, body, headers } = await introspect(token);

    expect([status, body]).toEqual([
      200,
      {
        active: true,
        client_id: machine.clientId,
        sub,
        scope: 'orders:read orders:write',
        iat,
        exp,
        iss,
        aud,
        token_type: 'Bearer',
        tenant_id: tenant.tenantId,
      },
    ]);
    expect([iss, aud]).toEqual([broker.config.machines.issuer, broker.config.machines.clientId]);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
  });

  it('tells of a credential without iss and aud, and of its end where it has one', async () => {
    const { clientId } = await makeClient(tenant.admin.api);
    const expiresAt = '2090-01-01T00:00:00.000Z';
    const expiring = await issueCredential(tenant.admin.api, clientId, { expiresAt });
    const lasting = await issueCredential(tenant.admin.api, clientId);
    const { sub } = decodeJwt(await tokenOf(lasting));
    const told = {
      active: true,
      client_id: clientId,
      sub,
      scope: 'orders:read',
      token_type: 'refresh_token',
      tenant_id: tenant.tenantId,
    };

    expect((await introspect(lasting.credential)).body).toEqual({
      ...told,
      iat: Math.floor(Date.parse(lasting.createdAt) / 1_000),
    });
    expect((await introspect(expiring.credential)).body).toEqual({
      ...told,
      iat: Math.floor(Date.parse(expiring.createdAt) / 1_000),
      exp: Date.parse(expiresAt) / 1_000,
    });
  });

  it('leaves scope out where there is none', async () => {
    const machine = await makeMachine(tenant.admin.api, { scopes: [] });

    expect((await introspect(await tokenOf(machine))).body).not.toHaveProperty('scope');
    expect((await introspect(machine.credential)).body).not.toHaveProperty('scope');
  });

  it('minds no hint and no CIDR list of the client that is asked about', async () => {
    const { credential } = await makeMachine(tenant.admin.api, { allowedCidrs: ['192.0.2.0/24'] });

    expect((await introspect(credential, { token_type_hint: 'access_token' })).body.active).toBe(true);
  });

  it('is open to an operator’s access token', async () => {
    const machine = await makeMachine(tenant.admin.api);
    const headers = { authorization: `Bearer ${operator.accessToken}` };
    const form = { token: machine.credential };

    expect((await api.oauth<Introspection>('/oauth/introspect', form, headers)).body.active).toBe(true);
  });

  it('knows every token of a session that has more than one family', async () => {
    const machine = await makeMachine(tenant.admin.api);
    const older = await tokenOf(machine);
    const back = travel(broker, 13 * MINUTE);
    const younger = await tokenOf(machine);
    back();

    expect(younger).not.toBe(older);
    expect((await introspect(older)).body.active).toBe(true);
    expect((await introspect(younger)).body.active).toBe(true);
    await tenant.admin.api.delete(pathOf(machine));
    await expectInactive(older);
    await expectInactive(younger);
  });

  describe('says no more than inactive, from the acknowledgement on, of a token and its credential', () => {
    const ENDS: Record<string, (machine: IssuedCredentialDto) => Promise<unknown>> = {
      'was revoked by an admin': (machine) => tenant.admin.api.delete(pathOf(machine)),
      'was revoked by its holder': ({ credential }) => api.oauth('/oauth/revoke', { token: credential }),
      'was rotated without grace': (machine) =>
        tenant.admin.api.post(`${pathOf(machine)}/rotate`, { body: { graceSeconds: 0 } }),
      'belongs to a disabled client': ({ clientId }) =>
        tenant.admin.api.post(`/api/v1/clients/${clientId}/disable`),
      'belongs to a deleted client': ({ clientId }) => tenant.admin.api.delete(`/api/v1/clients/${clientId}`),
    };

    it.each(Object.keys(ENDS))('that %s', async (end) => {
      const machine = await makeMachine(tenant.admin.api);
      const token = await tokenOf(machine);
      expect((await introspect(token)).body.active).toBe(true);

      await ENDS[end]!(machine);

      await expectInactive(token);
      await expectInactive(machine.credential);
    });

    it('that has expired', async () => {
      const { clientId } = await makeClient(tenant.admin.api);
      const expiresAt = new Date(Date.now() + DAY).toISOString();
      const { credential } = await issueCredential(tenant.admin.api, clientId, { expiresAt });
      const token = await tokenOf({ credential });
      const back = travel(broker, DAY);
      await expectInactive(token);
      await expectInactive(credential);
      back();
    });
  });

  it('says inactive of a token that was issued before its client was disabled, after it is enabled too', async () => {
    const machine = await makeMachine(tenant.admin.api);
    const before = await tokenOf(machine);
    const clients = broker.app.get(ClientsService);
    await clients.disable(system(), machine.clientId);
    await clients.enable(system(), machine.clientId);
    await nextSecond();

    await expectInactive(before);
    expect((await introspect(await tokenOf(machine))).body.active).toBe(true);
    expect((await introspect(machine.credential)).body.active).toBe(true);
  });

  it('says inactive of a token with more scopes than its client has left', async () => {
    const machine = await makeMachine(tenant.admin.api, { scopes: ['orders:read', 'orders:write'] });
    const wide = await tokenOf(machine);
    const clients = broker.app.get(ClientsService);
    await clients.edit(system(), machine.clientId, '*', { scopes: ['orders:read'] });

    await expectInactive(wide);
  });

  describe('says inactive of', () => {
    it.each<[string, () => Promise<string> | string]>([
      ['a person’s access token', () => tenant.admin.accessToken],
      ['a person’s refresh token', () => tenant.admin.refreshToken],
      ['a credential of an unknown client', () => ofUnknownClient()],
      [
        'a credential with another secret',
        async () => withAnotherSecret((await makeMachine(tenant.admin.api)).credential),
      ],
      ['what is no token at all', () => 'hunter2'],
      ['a JWT that nobody signed', () => 'eyJhbGciOiJub25lIn0.e30.AA'],
      [
        'a token whose signature was touched',
        async () => touched(await tokenOf(await makeMachine(tenant.admin.api))),
      ],
      [
        'a token with padding behind it',
        async () => `${await tokenOf(await makeMachine(tenant.admin.api))}=`,
      ],
    ])('%s', async (_, make) => {
      await expectInactive(await make());
    });
  });
});

/** The same token with one character of its signature changed. */
function touched(token: string): string {
  const at = token.lastIndexOf('.') + 10;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}
