import type { AdmissionDto } from '../../../src/admin/registrations/registration.dto.js';
import type { AuditEventDto } from '../../../src/audit/audit.dto.js';
import type { ClientDto } from '../../../src/clients/api/client.dto.js';
import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { everyPage } from '../../support/pages.js';
import {
  acceptInvitation,
  anAddress,
  aRegistration,
  makeOperator,
  type TestPerson,
} from '../../support/people.js';

/** No change of state without its entry, no entry without its change. */
describe('the audit trail of a whole story', () => {
  let broker: TestBroker;
  let operator: TestPerson;
  let admin: TestPerson;
  let made: AdmissionDto;
  let step = 0;
  /** What stands in the trails, oldest first; written down as the story goes. */
  const told: string[] = [];

  beforeAll(async () => {
    broker = await startBroker();
    operator = await makeOperator(broker);
    const email = anAddress('admin');
    const sent = { body: aRegistration(email), headers: { 'x-request-id': 'registration' } };
    made = (await operator.api.post<AdmissionDto>('/api/v1/registrations', sent)).body;
    admin = await acceptInvitation(operator.api, email);
    told.push('tenant.created', 'user.invited', 'client.created', 'client.activated');
    told.push('user.activated', 'user.signed_in');
  });
  afterAll(() => broker.stop());

  const trail = async (api: Api, query = '') =>
    (await api.get<{ items: AuditEventDto[] }>(`/api/v1/audit-events?limit=100${query}`)).body.items;

  /** Does something as the admin, and expects exactly these entries of it, in this order. */
  async function expectEntries<Body>(
    method: string,
    path: string,
    expected: readonly (readonly [action: string, type: string, id: string])[] | ((done: Body) => string[][]),
    sent: { body?: object; headers?: Record<string, string> } = {},
  ): Promise<Body> {
    const requestId = `step-${++step}`;
    const headers = { ...sent.headers, 'x-request-id': requestId };
    const { body } = await admin.api.call<Body>(method, `/api/v1${path}`, { ...sent, headers });
    const entries = (await trail(admin.api)).filter((entry) => entry.requestId === requestId).reverse();
    const wanted = typeof expected === 'function' ? expected(body) : expected;

    expect(entries.map(({ action, target }) => [action, target.type, target.id])).toEqual(wanted);
    for (const { actor, outcome, ip } of entries)
      expect({ actor, outcome, ip }).toEqual({
        actor: { type: 'tenant_admin', id: made.admin.userId, email: admin.email },
        outcome: 'success',
        ip: '127.0.0.1',
      });
    told.push(...wanted.map(([action]) => action));
    return body;
  }

  it('tells each change once, by whom, on what, from where', async () => {
    const issued = (one: IssuedCredentialDto) => [
      ['credential.requested', 'credential', one.credentialId],
      ['credential.issued', 'credential', one.credentialId],
    ];
    const { clientId } = await expectEntries<ClientDto>(
      'POST',
      '/clients',
      (client) => [
        ['client.created', 'client', client.clientId],
        ['client.activated', 'client', client.clientId],
      ],
      { body: { name: 'story', scopes: ['orders:read'] } },
    );
    const path = `/clients/${clientId}`;
    const its = (action: string) => [[action, 'client', clientId]] as const;
    const old = await expectEntries<IssuedCredentialDto>('POST', `${path}/credentials`, issued);
    const successor = await expectEntries<IssuedCredentialDto>(
      'POST',
      `${path}/credentials/${old.credentialId}/rotate`,
      (one) => [...issued(one), ['credential.rotated', 'credential', old.credentialId]],
    );
    await token(successor.credential);
    await expectEntries('GET', `${path}/credentials`, []);
    await expectEntries('POST', `${path}/credentials/${old.credentialId}/rotate`, []); // 409
    const revocation = [['credential.revoked', 'credential', old.credentialId]] as const;
    await expectEntries('DELETE', `${path}/credentials/${old.credentialId}`, revocation);
    await expectEntries('DELETE', `${path}/credentials/${old.credentialId}`, []); // again
    await expectEntries('PATCH', path, its('client.updated'), await edit(path, { name: 'renamed' }));
    await expectEntries('PATCH', path, [], { body: { name: 'late' }, headers: { 'if-match': '"1"' } }); // 412
    await expectEntries('PATCH', path, its('client.updated'), await edit(path, { scopes: ['orders:write'] }));
    await expectScopesApplied(clientId);
    await expectEntries('POST', `${path}/disable`, its('client.disabled'));
    await expectEntries('POST', `${path}/disable`, []); // again
    await token(successor.credential); // refused
    await expectEntries('POST', `${path}/enable`, its('client.enabled'));
    await expectEntries('DELETE', path, its('client.deleted'));
    await expectEntries('DELETE', path, []); // 404

    expect((await trail(admin.api)).map(({ action }) => action).reverse()).toEqual(told);
  });

  it('tells operators’ changes in the platform’s trail', async () => {
    const entries = (await trail(operator.api)).reverse();

    expect(entries.map(({ action, actor }) => [action, actor.type, actor.email])).toEqual([
      ['user.invited', 'system', null],
      ['user.activated', 'operator', operator.email],
      ['user.signed_in', 'operator', operator.email],
      ['registration.approved', 'operator', operator.email],
    ]);
    expect(entries.map(({ ip }) => ip)).toEqual([null, '127.0.0.1', '127.0.0.1', '127.0.0.1']);
  });

  it('tells in the tenant’s trail what an operator did to it', async () => {
    const entries = (await trail(operator.api, `&tenantId=${made.tenant.tenantId}`)).reverse();

    expect(
      entries.slice(0, 4).map(({ action, actor, requestId }) => [action, actor.type, requestId]),
    ).toEqual(
      ['tenant.created', 'user.invited', 'client.created', 'client.activated'].map((action) => [
        action,
        'operator',
        'registration',
      ]),
    );
    expect(entries.map(({ id }) => id)).toEqual((await trail(admin.api)).map(({ id }) => id).reverse());
  });

  it('is read newest first, page by page, each entry once', async () => {
    const whole = await trail(admin.api);
    const pages = await everyPage<AuditEventDto>(admin.api, '/api/v1/audit-events', 3);

    expect(pages).toEqual(whole);
    expect(whole.map(({ id }) => id)).toEqual(
      whole
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
  });

  it('is read by client', async () => {
    const { clientId } = made.client;
    const entries = await trail(admin.api, `&clientId=${clientId}`);

    expect(entries.map(({ action, target }) => [action, target.id])).toEqual([
      ['client.activated', clientId],
      ['client.created', clientId],
    ]);
  });

  it('is read by time, both ends included', async () => {
    const whole = await trail(admin.api);
    const [newest, oldest] = [whole[2]!.at, whole.at(-3)!.at];
    const between = await trail(admin.api, `&from=${oldest}&to=${newest}`);

    expect(between).toEqual(whole.filter(({ at }) => at >= oldest && at <= newest));
    expect(await trail(admin.api, '&to=2020-01-01')).toEqual([]);
  });

  it.each([
    'from=yesterday',
    'to=2026-13-01',
    'clientId=x',
    'tenantId=x',
    'limit=0',
    'colour=red',
    'from=1&from=2',
  ])('400 for reading by %s', async (query) => {
    const { status, body } = await admin.api.get(`/api/v1/audit-events?${query}`);

    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  async function expectScopesApplied(clientId: string): Promise<void> {
    const entries = await eventually(
      () => trail(admin.api),
      ([newest]) => newest?.action === 'client.scopes_applied',
    );
    expect(entries[0]).toMatchObject({ actor: { type: 'system' }, target: { id: clientId }, ip: null });
    told.push('client.scopes_applied');
  }

  async function edit(path: string, body: object) {
    const { headers } = await admin.api.get(`/api/v1${path}`);
    return { body, headers: { 'if-match': headers.get('etag')! } };
  }

  function token(credential: string) {
    return new Api(broker.url).token({ grant_type: 'refresh_token', refresh_token: credential });
  }
});
