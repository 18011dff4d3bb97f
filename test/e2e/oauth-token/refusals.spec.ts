import type { IssuedCredentialDto } from '../../../src/clients/api/credential.dto.js';
import { DAY } from '../../../src/common/clock.js';
import { type Answer, Api, basic, type TokenAnswer } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { ofUnknownClient, withAnotherSecret } from '../../support/forged-credential.js';
import { issueCredential, makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestPerson, type TestTenant } from '../../support/people.js';
import { travel } from '../../support/travel.js';

const DAY_AFTER = () => new Date(Date.now() + DAY).toISOString();

/** A bad credential is never told apart by cause: not by a byte of the answer. */
describe('POST /oauth/token, a credential that does not hold', () => {
  let broker: TestBroker;
  let api: Api;
  let operator: TestPerson;
  let tenant: TestTenant;

  beforeAll(async () => {
    broker = await startBroker();
    api = new Api(broker.url);
    operator = await makeOperator(broker);
    tenant = await makeTenant(operator);
  });
  afterAll(() => broker.stop());

  const admin = () => tenant.admin.api;
  const credentialPath = ({ clientId, credentialId }: IssuedCredentialDto) =>
    `/api/v1/clients/${clientId}/credentials/${credentialId}`;

  /** Each makes a credential that is no good, and the client it goes with. */
  const CAUSES: Record<string, () => Promise<{ clientId: string; credential: string }>> = {
    'is of an unknown client': () =>
      Promise.resolve({ clientId: 'cl_0000000000000000', credential: ofUnknownClient() }),
    'has another secret': async () => {
      const { clientId, credential } = await makeMachine(admin());
      return { clientId, credential: withAnotherSecret(credential) };
    },
    'has a wrong checksum': async () => {
      const { clientId, credential } = await makeMachine(admin());
      return { clientId, credential: credential.slice(0, -1) + (credential.endsWith('0') ? '1' : '0') };
    },
    'is none of ours': async () => {
      const { clientId } = await makeMachine(admin());
      return { clientId, credential: 'hunter2' };
    },
    'was revoked': async () => {
      const machine = await makeMachine(admin());
      await admin().delete(credentialPath(machine));
      return machine;
    },
    'was rotated without grace': async () => {
      const machine = await makeMachine(admin());
      await admin().post(`${credentialPath(machine)}/rotate`, { body: { graceSeconds: 0 } });
      return machine;
    },
    'is of a disabled client': async () => {
      const machine = await makeMachine(admin());
      await admin().post(`/api/v1/clients/${machine.clientId}/disable`);
      return machine;
    },
    'is of a deleted client': async () => {
      const machine = await makeMachine(admin());
      await admin().delete(`/api/v1/clients/${machine.clientId}`);
      return machine;
    },
    'is of a suspended tenant': async () => {
      const { tenantId, admin: other } = await makeTenant(operator);
      const machine = await makeMachine(other.api);
      await operator.api.post(`/api/v1/admin/tenants/${tenantId}/suspend`);
      return machine;
    },
    'comes from a foreign address': () => makeMachine(admin(), { allowedCidrs: ['192.0.2.0/24'] }),
    'is another client’s': async () => {
      const { clientId } = await makeMachine(admin());
      return { clientId, credential: (await makeMachine(admin())).credential };
    },
  };

  const GRANTS: Record<
    string,
    (it: { clientId: string; credential: string }) => Promise<Answer<TokenAnswer>>
  > = {
    refresh_token: ({ clientId, credential }) =>
      api.token({ grant_type: 'refresh_token', refresh_token: credential, client_id: clientId }),
    'client_credentials in the body': ({ clientId, credential }) =>
      api.token({ grant_type: 'client_credentials', client_id: clientId, client_secret: credential }),
    'client_credentials by Basic': ({ clientId, credential }) =>
      api.token({ grant_type: 'client_credentials' }, basic(clientId, credential)),
  };

  const EXPECTED: Record<string, string> = {
    refresh_token: bytes(400, {
      error: 'invalid_grant',
      error_description: 'The credential is not valid, or not for this client.',
    }),
    'client_credentials in the body': unauthorized(),
    'client_credentials by Basic': unauthorized(),
  };

  function unauthorized(): string {
    return bytes(
      401,
      { error: 'invalid_client', error_description: 'Client authentication failed.' },
      'Basic realm="broker.example", charset="UTF-8"',
    );
  }

  describe.each(Object.keys(CAUSES))('%s', (cause) => {
    let presented: { clientId: string; credential: string };
    beforeAll(async () => {
      presented = await CAUSES[cause]!();
    });

    it.each(Object.keys(GRANTS))('is refused by %s as any other', async (grant) => {
      expect(wire(await GRANTS[grant]!(presented))).toBe(EXPECTED[grant]);
    });
  });

  it.each(Object.keys(GRANTS))('expired is refused by %s as any other', async (grant) => {
    const { clientId } = await makeMachine(admin());
    const expiring = await issueCredential(admin(), clientId, { expiresAt: DAY_AFTER() });
    expect((await GRANTS[grant]!(expiring)).status).toBe(200);

    const back = travel(broker, DAY);
    const answer = await GRANTS[grant]!(expiring);
    back();

    expect(wire(answer)).toBe(EXPECTED[grant]);
  });

  it('of one client authenticated as another is refused as any other', async () => {
    const [mine, other] = [await makeMachine(admin()), await makeMachine(admin())];
    const form = { grant_type: 'refresh_token', refresh_token: other.credential };

    expect(wire(await api.token(form, basic(mine.clientId, mine.credential)))).toBe(
      EXPECTED['refresh_token'],
    );
  });
});

/** All of the answer that does not name the request or the moment. */
function wire({ status, headers, text }: Answer<unknown>): string {
  const ignored = ['date', 'x-request-id', 'connection', 'keep-alive'];
  const kept = [...headers].filter(([name]) => !ignored.includes(name) && !isSecurityHeader(name));
  return JSON.stringify([status, kept, text]);
}

function isSecurityHeader(name: string): boolean {
  return /^(x-|cross-origin-|content-security|origin-agent|referrer|strict-transport|vary$)/.test(name);
}

function bytes(status: number, body: object, challenge?: string): string {
  const text = JSON.stringify(body);
  const headers = [
    ['cache-control', 'no-store'],
    ['content-length', String(text.length)],
    ['content-type', 'application/json; charset=utf-8'],
    ['pragma', 'no-cache'],
    ...(challenge ? [['www-authenticate', challenge]] : []),
  ];
  return JSON.stringify([status, headers, text]);
}
