import type { AuditEventDto } from '../../../src/audit/audit.dto.js';
import type { CredentialDto, IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { DAY } from '../../../src/common/clock.js';
import { Api, basic, type Form } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { ofUnknownClient, withAnotherSecret } from '../../support/forged-credential.js';
import { issueCredential, makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant } from '../../support/people.js';
import { travel } from '../../support/travel.js';

/** docs/promises.md, 1: from the answer on, no token. */
describe('POST /oauth/revoke', () => {
  let broker: TestBroker;
  let replica: TestBroker;
  let admin: Api;
  let api: Api;

  beforeAll(async () => {
    broker = await startBroker({ env: { TRUSTED_PROXIES: '127.0.0.1/32' } });
    replica = await startBroker({ beside: broker });
    api = new Api(broker.url);
    admin = (await makeTenant(await makeOperator(broker))).admin.api;
  });
  afterAll(async () => {
    await replica.stop();
    await broker.stop();
  });

  const revoke = (form: Form, headers?: Record<string, string>) => api.oauth('/oauth/revoke', form, headers);
  const ask = (url: string, credential: string) =>
    new Api(url).token({ grant_type: 'refresh_token', refresh_token: credential });
  const works = async ({ credential }: { credential: string }) =>
    (await ask(broker.url, credential)).status === 200;
  const read = async ({ clientId, credentialId }: IssuedCredentialDto) =>
    (await admin.get<CredentialDto>(`/api/v1/clients/${clientId}/credentials/${credentialId}`)).body;
  const audited = async ({ clientId }: IssuedCredentialDto) => {
    const { body } = await admin.get<{ items: AuditEventDto[] }>('/api/v1/audit-events?limit=100');
    return body.items.filter(({ action, actor }) => action === 'credential.revoked' && actor.id === clientId);
  };

  it('ends a credential for whoever holds it, at once and on every replica', async () => {
    const machine = await makeMachine(admin);
    expect((await ask(replica.url, machine.credential)).status).toBe(200);

    const { status, text, headers } = await revoke({ token: machine.credential });

    expect([status, text]).toEqual([200, '']);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
    expect(headers.get('content-type')).toBeNull();
    const refusals = [await ask(broker.url, machine.credential), await ask(replica.url, machine.credential)];
    expect(refusals.map(({ body }) => body.error)).toEqual(['invalid_grant', 'invalid_grant']);
    expect((await read(machine)).status).toBe('revoked');
  });

  it('cuts its bearer tokens off', async () => {
    const machine = await makeMachine(admin);
    const { access_token } = (await ask(broker.url, machine.credential)).body;
    const [, claims = ''] = access_token.split('.');
    const { jti } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { jti: string };

    await revoke({ token: machine.credential });

    const back = travel(broker, 1_000);
    const feed = await api.get<{ revocations: object[] }>('/oauth/revocations');
    back();
    expect(feed.body.revocations).toContainEqual(expect.objectContaining({ claim: 'jti', value: jti }));
  });

  it('is audited as the client’s own doing', async () => {
    const machine = await makeMachine(admin);
    await revoke({ token: machine.credential }, { 'x-request-id': 'leak-1' });

    expect(await audited(machine)).toEqual([
      expect.objectContaining({
        actor: { type: 'client', id: machine.clientId, email: null },
        target: { type: 'credential', id: machine.credentialId },
        ip: '127.0.0.1',
        requestId: 'leak-1',
      }),
    ]);
  });

  it('leaves the client’s other credentials alone', async () => {
    const machine = await makeMachine(admin);
    const other = await issueCredential(admin, machine.clientId);
    await revoke({ token: machine.credential });

    expect(await works(other)).toBe(true);
  });

  it.each<[string, (one: IssuedCredentialDto) => [Form, Record<string, string>?]]>([
    ['a hint of any kind', ({ credential }) => [{ token: credential, token_type_hint: 'pizza' }]],
    ['the right client_id alone', ({ credential, clientId }) => [{ token: credential, client_id: clientId }]],
    [
      'client authentication in the body',
      ({ credential, clientId }) => [{ token: credential, client_id: clientId, client_secret: credential }],
    ],
    [
      'client authentication by Basic',
      ({ credential, clientId }) => [{ token: credential }, basic(clientId, credential)],
    ],
    ['Basic without a password', ({ credential, clientId }) => [{ token: credential }, basic(clientId, '')]],
  ])('takes %s', async (_, toRequest) => {
    const machine = await makeMachine(admin);

    expect((await revoke(...toRequest(machine))).status).toBe(200);
    expect(await works(machine)).toBe(false);
  });

  it('takes another credential of the client to authenticate with', async () => {
    const machine = await makeMachine(admin);
    const other = await issueCredential(admin, machine.clientId);

    await revoke({ token: machine.credential }, basic(machine.clientId, other.credential));

    expect([await works(machine), await works(other)]).toEqual([false, true]);
  });

  it('is not stopped by a CIDR list, neither with nor without client authentication', async () => {
    const allowedCidrs = ['192.0.2.0/24'];
    const from = { 'x-forwarded-for': '192.0.2.7' };
    const [one, two] = [
      await makeMachine(admin, { allowedCidrs }),
      await makeMachine(admin, { allowedCidrs }),
    ];

    await revoke({ token: one.credential });
    await revoke({ token: two.credential }, basic(two.clientId, two.credential));

    for (const machine of [one, two]) {
      const form = { grant_type: 'refresh_token', refresh_token: machine.credential };
      expect((await api.token(form, from)).body.error).toBe('invalid_grant');
      expect((await read(machine)).status).toBe('revoked');
    }
  });

  it('ends one of a disabled client, so that enabling does not bring it back', async () => {
    const machine = await makeMachine(admin);
    await admin.post(`/api/v1/clients/${machine.clientId}/disable`);
    await revoke({ token: machine.credential });
    await admin.post(`/api/v1/clients/${machine.clientId}/enable`);

    expect((await read(machine)).status).toBe('revoked');
  });

  describe('answers the same, to no effect, for', () => {
    const NOTHING: Record<string, () => Promise<Form> | Form> = {
      'a credential of an unknown client': () => ({ token: ofUnknownClient() }),
      'a credential with another secret': async () => ({
        token: withAnotherSecret((await makeMachine(admin)).credential),
      }),
      'what is no credential': () => ({ token: 'hunter2' }),
      'one that was revoked before': async () => {
        const { credential } = await makeMachine(admin);
        await revoke({ token: credential });
        return { token: credential };
      },
      'one of a deleted client': async () => {
        const { clientId, credential } = await makeMachine(admin);
        await admin.delete(`/api/v1/clients/${clientId}`);
        return { token: credential };
      },
    };

    it.each(Object.keys(NOTHING))('%s', async (name) => {
      const form = await NOTHING[name]!();
      const { status, text } = await revoke(form);

      expect([status, text]).toEqual([200, '']);
    });

    it('one that has expired', async () => {
      const { clientId } = await makeMachine(admin);
      const expiresAt = new Date(Date.now() + DAY).toISOString();
      const { credential } = await issueCredential(admin, clientId, { expiresAt });
      const back = travel(broker, DAY);
      const { status, text } = await revoke({ token: credential });
      back();

      expect([status, text]).toEqual([200, '']);
    });

    it.each<[string, (other: IssuedCredentialDto) => [Record<string, string>, Record<string, string>?]]>([
      ['by client_id alone', ({ clientId }) => [{ client_id: clientId }]],
      ['in the body', ({ clientId, credential }) => [{ client_id: clientId, client_secret: credential }]],
      ['by Basic', ({ clientId, credential }) => [{}, basic(clientId, credential)]],
    ])('somebody else’s, told %s', async (_, toRequest) => {
      const [mine, theirs] = [await makeMachine(admin), await makeMachine(admin)];
      const [form, headers] = toRequest(mine);
      const { status, text } = await revoke({ ...form, token: theirs.credential }, headers);

      expect([status, text]).toEqual([200, '']);
      expect(await works(theirs)).toBe(true);
    });
  });

  it('answers many at once alike, and revokes once', async () => {
    const machine = await makeMachine(admin);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => revoke({ token: machine.credential })),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await audited(machine)).toHaveLength(1);
  });
});
