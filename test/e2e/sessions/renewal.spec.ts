import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { jest } from '@jest/globals';
import { refreshTokenContext } from '../../../src/clients/domain/sealing-contexts.js';
import type { Session } from '../../../src/clients/domain/session.js';
import { ClientStore } from '../../../src/clients/ports/client-store.js';
import { MachinePool, SignInRefused } from '../../../src/clients/ports/machine-pool.js';
import { SessionStore } from '../../../src/clients/ports/session-store.js';
import { SessionRenewal } from '../../../src/clients/session-renewal.js';
import { HOUR, MINUTE } from '../../../src/common/clock.js';
import { Sealer } from '../../../src/sealing/sealer.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { newAlarms } from '../../support/broker-log.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { describeWith } from '../../support/optional-suite.js';
import { makePartner, type Partner, system } from '../../support/partner.js';
import { patience } from '../../support/signals.js';
import { type StoppedClock, stopClock } from '../../support/stopped-clock.js';
import { shortenSignIns, strictGround } from '../../support/strict-ground.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { LOST_ANSWERS, refuse, troubles } from '../../support/troubles.js';

/** The trial of the old sign-in is the first of these calls, the new one the second. */
const SIGN_IN = 'AdminInitiateAuth';

/** A credential outlives the Cognito sign-in beneath it. */
describeWith('ministack', emulators().ministack, (endpoint) => {
  let cognito: FaultProxy;
  let broker: TestBroker;
  let clock: StoppedClock;
  let partner: Partner;

  beforeAll(async () => {
    cognito = await startFaultProxy(endpoint);
    const ground = await strictGround(endpoint);
    await shortenSignIns(ground.machines, HOUR);
    broker = await startBroker({
      beside: ground,
      endpoints: { cognito: cognito.endpoint },
      settings: { refreshTokenLife: HOUR },
    });
    clock = stopClock(broker);
  });
  beforeEach(async () => {
    partner = await makePartner(broker);
  });
  afterEach(() => cognito.clear());
  afterAll(async () => {
    await broker.stop();
    await cognito.stop();
  });

  const sessionOf = async ({ clientId, credentialId }: Partner) =>
    (await broker.app.get(SessionStore).find(clientId, credentialId, patience()))!;
  const round = () => broker.app.get(WorkRunner).round();
  /** That of this partner alone: a round renews what other tests have left as well. */
  const renew = async () => {
    const client = (await broker.app.get(ClientStore).find(partner.clientId, patience()))!;
    return broker.app.get(SessionRenewal).renew(await sessionOf(partner), client, system());
  };
  const ask = () => refreshGrant(broker.url, partner.credential);
  const refreshWith = async (session: Session) => {
    const client = (await broker.app.get(ClientStore).find(partner.clientId, patience()))!;
    const context = refreshTokenContext(client, partner.credentialId);
    const token = await broker.app.get(Sealer).unseal(session.sealedRefreshToken, context, patience());
    return broker.app.get(MachinePool).refresh(partner.clientId, token, patience());
  };

  it('signs in anew in time, revokes what it replaces, and serves', async () => {
    const before = await sessionOf(partner);
    clock.at += 44 * MINUTE;
    await round();
    expect(await sessionOf(partner)).toEqual(before);
    clock.at += 2 * MINUTE;
    await round();
    const after = await sessionOf(partner);
    expect(after).toMatchObject({ refreshTokenExpiresAt: clock.at + HOUR, renewAt: clock.at + 45 * MINUTE });
    expect(after.superseded).toBeUndefined();
    await expect(refreshWith(before)).rejects.toThrow(SignInRefused);
    expect((await ask()).status).toBe(200);
  });

  it('does not revive a session that was ended in Cognito', async () => {
    const named = { UserPoolId: broker.machines.pool.userPoolId, Username: partner.clientId };
    await broker.machines.client.send(new AdminUserGlobalSignOutCommand(named));
    const before = await sessionOf(partner);
    clock.at += 46 * MINUTE;
    await round();
    await round();
    expect(await sessionOf(partner)).toMatchObject({ sealedRefreshToken: before.sealedRefreshToken });
    expect((await ask()).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('takes up again what an outage cut short, and leaves no sign-in behind', async () => {
    const before = await sessionOf(partner);
    clock.at += 46 * MINUTE;
    cognito.status('RevokeToken', { status: 500, type: 'InternalErrorException' });
    await round();
    const renewed = await sessionOf(partner);
    expect(renewed.superseded).toEqual(before.sealedRefreshToken);
    expect((await ask()).status).toBe(200);
    cognito.clear();
    clock.at += 2 * MINUTE;
    await round();
    expect((await sessionOf(partner)).superseded).toBeUndefined();
    await expect(refreshWith(before)).rejects.toThrow(SignInRefused);
  });

  it.each([...troubles('cognito'), ...LOST_ANSWERS])(
    'is left for later, and the old sign-in serves, when the trial of the old one or the new one %s',
    async (_, fault) => {
      const before = await sessionOf(partner);
      const loop = jest.spyOn(broker.app.get(WorkRunner), 'round').mockResolvedValue(false);
      clock.at += 46 * MINUTE;
      for (const after of [0, 1]) {
        fault(cognito, SIGN_IN, { after, times: 1 });
        await expect(renew()).rejects.toThrow('pool: ');
        cognito.clear();
        expect(await sessionOf(partner)).toMatchObject({ sealedRefreshToken: before.sealedRefreshToken });
      }
      expect((await ask()).status).toBe(200);
      loop.mockRestore();
      await round();
      const after = await sessionOf(partner);
      expect(after).toMatchObject({ renewAt: clock.at + 45 * MINUTE });
      expect(after.superseded).toBeUndefined();
      expect((await ask()).status).toBe(200);
    },
  );

  it('is put off, and told to who is on call, while Cognito refuses it; the old sign-in serves', async () => {
    const before = await sessionOf(partner);
    clock.at += 46 * MINUTE;
    refuse(cognito, SIGN_IN);
    await newAlarms();
    await round();
    expect(await newAlarms()).toContain('DependencyMisconfigured pool: REFRESH_TOKEN_AUTH');
    cognito.clear();
    expect(await sessionOf(partner)).toMatchObject({ sealedRefreshToken: before.sealedRefreshToken });
    expect((await ask()).status).toBe(200);
  });

  it('is met by a refresh that has read the old one: it tries again with the new', async () => {
    clock.at += 46 * MINUTE;
    const hold = cognito.hold(SIGN_IN, { times: 1 });
    const asking = ask();
    await hold.held;
    await round();
    hold.release();
    expect((await asking).status).toBe(200);
  });
});
