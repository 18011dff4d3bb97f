import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { AuditLog } from '../../../src/audit/audit-log.js';
import { ClientStore } from '../../../src/clients/ports/client-store.js';
import { SessionStore } from '../../../src/clients/ports/session-store.js';
import { CanaryStore } from '../../../src/clients/ports/canary-store.js';
import { HOUR, MINUTE, SECOND } from '../../../src/common/clock.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { newAlarms } from '../../support/broker-log.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { expectOutage } from '../../support/oauth-outage.js';
import { describeWith } from '../../support/optional-suite.js';
import { makePartner, type Partner } from '../../support/partner.js';
import { patience } from '../../support/signals.js';
import { type StoppedClock, stopClock } from '../../support/stopped-clock.js';
import { strictGround } from '../../support/strict-ground.js';
import { refreshGrant } from '../../support/token-endpoint.js';

/** Cognito stays a kill switch: what is ended there is ended. */
describeWith('ministack', emulators().ministack, (endpoint) => {
  let broker: TestBroker;
  let clock: StoppedClock;

  beforeAll(async () => {
    broker = await startBroker({ beside: await strictGround(endpoint), endpoints: { cognito: endpoint } });
    clock = stopClock(broker);
  });
  afterAll(() => broker.stop());

  const ask = (partner: Partner) => refreshGrant(broker.url, partner.credential);
  /** Asks until it is: where the machine is so busy that the canary takes longer than a second, Cognito is not believed yet. */
  const refused = (partner: Partner) =>
    eventually(
      () => ask(partner),
      ({ status }) => {
        if (status !== 400) clock.at += 6 * SECOND;
        return status === 400;
      },
    );
  const credentialOf = async ({ clientId, credentialId }: Partner) =>
    (await broker.app.get(ClientStore).find(clientId, patience()))!.credentials[credentialId]!;
  const actionsOf = async ({ tenantId, clientId }: Partner) => {
    const query = { tenantId, clientId, limit: 100 };
    const { items } = await broker.app.get(AuditLog).list(query, patience());
    return items.map(({ action }) => action).filter((action) => action.endsWith('blocked'));
  };
  const named = (Username: string) => ({ UserPoolId: broker.machines.pool.userPoolId, Username });
  const tell = async (
    command: AdminDisableUserCommand | AdminEnableUserCommand | AdminUserGlobalSignOutCommand,
  ) => {
    await broker.machines.client.send(command);
  };
  /** The bearer token that there is has to be fetched anew. */
  const age = () => {
    clock.at += 14 * MINUTE;
  };

  it('a disabled user: no token, not even once it is enabled again, since Cognito ended its sign-ins', async () => {
    const partner = await makePartner(broker);
    await tell(new AdminDisableUserCommand(named(partner.clientId)));
    age();
    expect((await refused(partner)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await credentialOf(partner)).blockedAt).toBe(clock.at);
    expect((await ask(partner)).body).toMatchObject({ error: 'invalid_grant' });
    await tell(new AdminEnableUserCommand(named(partner.clientId)));
    clock.at += 5 * MINUTE;
    await broker.app.get(WorkRunner).round();
    expect((await credentialOf(partner)).triedAt).toBe(clock.at);
    expect((await ask(partner)).body).toMatchObject({ error: 'invalid_grant' });
    expect(await actionsOf(partner)).toEqual(['credential.blocked']);
  });

  it('a sign-in that was ended: no token of its credential, for as long as it is tried', async () => {
    const partner = await makePartner(broker);
    await tell(new AdminUserGlobalSignOutCommand(named(partner.clientId)));
    age();
    expect((await refused(partner)).body).toMatchObject({ error: 'invalid_grant' });
    for (let tries = 0; tries < 8; tries++) {
      clock.at += HOUR;
      await broker.app.get(WorkRunner).round();
    }
    expect((await ask(partner)).body).toMatchObject({ error: 'invalid_grant' });
    expect(await actionsOf(partner)).toEqual(['credential.blocked']);
  });

  it('a record that was damaged: told as an outage first, then refused', async () => {
    const partner = await makePartner(broker);
    await damage(partner);
    age();
    await newAlarms();
    expect((await ask(partner)).status).toBe(503);
    expect(await newAlarms()).toEqual([
      ' a credential is blocked',
      'DependencyMisconfigured key: unseal a session',
    ]);
    expect((await ask(partner)).body).toMatchObject({ error: 'invalid_grant' });
    expect(await actionsOf(partner)).toEqual(['credential.blocked']);
  });

  it.each([
    ['secret', { MACHINE_CLIENT_SECRET: 'wrong' }],
    ['app client', { MACHINE_CLIENT_ID: '4gone' }],
  ])('not a replica with another %s: told as an outage, and nothing is marked', async (_, env) => {
    const partner = await makePartner(broker);
    await tell(new AdminDisableUserCommand(named(partner.clientId)));
    const astray = await startBroker({ beside: broker, endpoints: { cognito: endpoint }, env });
    stopClock(astray, clock.at + 14 * MINUTE);
    await newAlarms();
    expectOutage(await refreshGrant(astray.url, partner.credential));
    expect(await newAlarms()).toEqual(['DependencyMisconfigured pool: REFRESH_TOKEN_AUTH']);
    expect((await credentialOf(partner)).blockedAt).toBeUndefined();
    await astray.stop();
  });

  it('a canary whose sign-in was ended signs in anew, and is believed again', async () => {
    const { username } = (await broker.app.get(CanaryStore).find(patience()))!;
    await tell(new AdminUserGlobalSignOutCommand(named(username)));
    const partner = await makePartner(broker);
    await tell(new AdminDisableUserCommand(named(partner.clientId)));
    age();
    expect((await ask(partner)).status).toBe(503);
    expect((await credentialOf(partner)).blockedAt).toBeUndefined();
    clock.at += SECOND;
    await broker.app.get(WorkRunner).round();
    expect((await refused(partner)).body).toMatchObject({ error: 'invalid_grant' });
  });

  async function damage({ clientId, credentialId }: Partner): Promise<void> {
    const session = (await broker.app.get(SessionStore).find(clientId, credentialId, patience()))!;
    const sealedRefreshToken = session.sealedRefreshToken.map((byte, i) => (i === 60 ? byte ^ 1 : byte));
    const key = { PK: `CLIENT#${clientId}`, SK: `SESSION#${credentialId}` };
    const set = { sealedRefreshToken, bearer: undefined };
    await broker.table.table.update(key, { set }, [], patience());
  }
});
