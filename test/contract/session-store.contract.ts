import { change } from '../../src/clients/domain/client-change.js';
import type { SealedBearerToken, Session, TokenFamily } from '../../src/clients/domain/session.js';
import type { ClientStore } from '../../src/clients/ports/client-store.js';
import { SessionEnded, type SessionStore } from '../../src/clients/ports/session-store.js';
import { MINUTE, SECOND } from '../../src/common/clock.js';
import type { WorkQueue } from '../../src/work/work-queue.js';
import { NOON, aClient, aCredential, aSession, bytes } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface SessionStoreFixture {
  readonly sessions: SessionStore;
  /** On the same storage: it opens and ends sessions. */
  readonly clients: ClientStore;
  /** On the same storage. */
  readonly queue: WorkQueue;
}

const NOON_SECONDS = NOON / SECOND;

export function describeSessionStoreContract(name: string, setup: () => Promise<SessionStoreFixture>): void {
  describe(`session store contract: ${name}`, () => {
    let sessions: SessionStore;
    let clients: ClientStore;
    let queue: WorkQueue;

    beforeAll(async () => {
      ({ sessions, clients, queue } = await setup());
    });

    const opened = async (): Promise<Session> => {
      const client = aClient();
      const session = aSession(client.id, aCredential().id);
      await clients.create(client, bytes('sealed password'), { audit: [] }, patience());
      await clients.commit(change(client, {}, []), { audit: [], opened: session }, patience());
      return session;
    };
    const find = ({ clientId, credentialId }: Session) => sessions.find(clientId, credentialId, patience());
    const end = async (session: Session): Promise<void> => {
      const client = await clients.find(session.clientId, patience());
      const ended = [(await find(session))!];
      await clients.commit(change(client!, {}, []), { audit: [], ended }, patience());
    };
    const claim = (session: Session, holder: string, now = NOON) =>
      sessions.claimRefresh(session, { holder, now, until: now + 5 * SECOND }, patience());
    const family = (value: string, until = NOON_SECONDS + 900) =>
      ({ claim: 'origin_jti', value, until }) as const;
    const bearer = (fields: Partial<SealedBearerToken> = {}): SealedBearerToken => ({
      sealed: bytes('sealed bearer token'),
      iat: NOON_SECONDS,
      exp: NOON_SECONDS + 900,
      clientEpoch: 1,
      tenantEpoch: 1,
      ...fields,
    });

    it('finds none that was never opened', async () => {
      expect(await sessions.find('cl_0', 'cr_0', patience())).toBeUndefined();
    });

    describe('the list of a client', () => {
      it('has its sessions, live and ended ones, and no other client’s', async () => {
        const [live, ended, other] = [await opened(), await opened(), await opened()];
        const second = { ...ended, clientId: live.clientId };
        const client = (await clients.find(live.clientId, patience()))!;
        await clients.commit(change(client, {}, []), { audit: [], opened: second }, patience());
        await end(second);

        const listed = await sessions.list(live.clientId, patience());
        expect(listed).toHaveLength(2);
        expect(listed).toEqual(expect.arrayContaining([live, { ...second, state: 'ended', revision: 2 }]));
        expect(await sessions.list(other.clientId, patience())).toEqual([other]);
      });

      it('has what was stored just before, and nothing of what was forgotten', async () => {
        const session = await opened();
        await sessions.storeBearer(session, bearer(), family('o-1'), patience());
        const listed = await sessions.list(session.clientId, patience());
        expect(listed).toEqual([{ ...session, bearer: bearer(), families: [family('o-1')], revision: 2 }]);
        await end(session);
        await sessions.forget(session.clientId, session.credentialId, patience());
        expect(await sessions.list(session.clientId, patience())).toEqual([]);
      });

      it('is empty for a client that has none, or never was', async () => {
        const client = aClient();
        await clients.create(client, bytes('sealed password'), { audit: [] }, patience());
        expect(await sessions.list(client.id, patience())).toEqual([]);
        expect(await sessions.list('cl_0', patience())).toEqual([]);
      });
    });

    describe('a claim to refresh', () => {
      it('goes to one of 20 who ask at once', async () => {
        const session = await opened();
        const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => claim(session, `h-${i}`)));
        expect(answers.filter(Boolean)).toHaveLength(1);
      });

      it('lasts until its time is over', async () => {
        const session = await opened();
        expect(await claim(session, 'first')).toBe(true);
        expect(await claim(session, 'second', NOON + 5 * SECOND - 1)).toBe(false);
        expect(await claim(session, 'second', NOON + 5 * SECOND)).toBe(true);
      });

      it('is given again to who holds it', async () => {
        const session = await opened();
        await claim(session, 'first');
        expect(await claim(session, 'first', NOON + SECOND)).toBe(true);
        expect(await claim(session, 'second', NOON + 5 * SECOND)).toBe(false);
      });

      it('is given up by its holder alone', async () => {
        const session = await opened();
        await claim(session, 'first');
        await sessions.releaseRefresh(session, 'second', patience());
        expect(await claim(session, 'second')).toBe(false);
        await sessions.releaseRefresh(session, 'first', patience());
        expect(await claim(session, 'second')).toBe(true);
      });

      it('is not to be had by who read the session before it was refreshed', async () => {
        const session = await opened();
        await claim(session, 'first');
        await sessions.storeBearer(session, bearer(), family('o-1'), patience());
        expect(await claim(session, 'late')).toBe(false);
        expect(await claim((await find(session))!, 'late')).toBe(true);
      });

      it('is no part of the session, nor of its revision', async () => {
        const session = await opened();
        await claim(session, 'first');
        expect(await find(session)).toEqual(session);
      });

      it('is not to be had of a session that has ended, or never was', async () => {
        const session = await opened();
        await end(session);
        await expect(claim(session, 'first')).rejects.toThrow(SessionEnded);
        await expect(claim(aSession('cl_0', 'cr_0'), 'first')).rejects.toThrow(SessionEnded);
      });
    });

    describe('storing a bearer token', () => {
      it('keeps it with its families, and gives up the claim', async () => {
        const session = await opened();
        await claim(session, 'first');
        await sessions.storeBearer(session, bearer(), family('o-1'), patience());
        expect(await find(session)).toEqual({
          ...session,
          bearer: bearer(),
          families: [family('o-1')],
          revision: 2,
        });
        expect(await claim((await find(session))!, 'second')).toBe(true);
      });

      it('keeps the families of all who refresh at once, each to its latest end', async () => {
        const session = await opened();
        const store = (one: TokenFamily) => sessions.storeBearer(session, bearer(), one, patience());
        const others = Array.from({ length: 4 }, (_, i) => store(family(`o-${i}`)));
        const shared = [1, 4, 3, 2].map((i) => store(family('shared', NOON_SECONDS + i)));
        await Promise.all([...others, ...shared]);
        const { families = [] } = (await find(session))!;
        expect(families).toHaveLength(5);
        expect(families).toContainEqual(family('shared', NOON_SECONDS + 4));
      });

      it('drops families that were over when it was issued', async () => {
        const session = await opened();
        await sessions.storeBearer(session, bearer(), family('old'), patience());
        const iat = NOON_SECONDS + (15 * MINUTE) / SECOND;
        await sessions.storeBearer(session, bearer({ iat }), family('new', iat + 900), patience());
        expect((await find(session))?.families).toEqual([family('new', iat + 900)]);
      });

      it('is refused once the session has ended, so that the token is not answered', async () => {
        const session = await opened();
        await end(session);
        const late = sessions.storeBearer(session, bearer(), family('o-1'), patience());
        await expect(late).rejects.toThrow(SessionEnded);
        expect(await find(session)).toMatchObject({ state: 'ended', bearer: undefined, families: [] });
      });

      it('either precedes the end, which then knows the family, or is refused', async () => {
        const session = await opened();
        const storing = sessions.storeBearer(session, bearer(), family('o-1'), patience()).then(
          () => true,
          () => false,
        );
        const ending = end(session).then(
          () => true,
          () => false,
        );
        const [stored, ended] = await Promise.all([storing, ending]);
        const { families = [], state } = (await find(session))!;
        expect(state).toBe(ended ? 'ended' : 'live');
        expect(families).toEqual(stored ? [family('o-1')] : []);
      });
    });

    describe('a renewal', () => {
      const renewal = {
        sealedRefreshToken: bytes('another'),
        refreshTokenExpiresAt: NOON + 2_000_000,
        renewAt: NOON + 1_750_000,
      };
      const renew = (session: Session) => sessions.renew(session, renewal, NOON, patience());
      const dueAt = async (now: number, { clientId }: Session) =>
        (await queue.due(now, 1_000, patience())).some(
          (item) => 'clientId' in item && item.clientId === clientId,
        );

      it('is due from its time on, and puts the new token in the place of the old, which is kept for Cognito', async () => {
        const session = await opened();
        expect(await dueAt(session.renewAt - 1, session)).toBe(false);
        expect(await dueAt(session.renewAt, session)).toBe(true);
        expect(await renew(session)).toBe(true);
        const { sealedRefreshToken: superseded } = session;
        expect(await find(session)).toEqual({ ...session, ...renewal, superseded, revision: 2 });
        expect(await dueAt(NOON, session)).toBe(true);
      });

      it('happens once of 5 at once', async () => {
        const session = await opened();
        const answers = await Promise.all(Array.from({ length: 5 }, () => renew(session)));
        expect(answers.filter(Boolean)).toHaveLength(1);
      });

      it('is settled once Cognito knows, and due again at its next time', async () => {
        const session = await opened();
        await renew(session);
        const renewed = (await find(session))!;
        await sessions.settle(renewed, renewed.renewAt, patience());
        expect(await find(session)).toEqual({ ...session, ...renewal, revision: 3 });
        expect(await dueAt(renewed.renewAt - 1, session)).toBe(false);
        await sessions.settle(session, NOON, patience());
        expect(await dueAt(renewed.renewAt - 1, session)).toBe(false);
      });

      it('is not to be had of a session that has ended; one that ends keeps both tokens for Cognito', async () => {
        const session = await opened();
        await renew(session);
        await end(session);
        const ended = (await find(session))!;
        expect(ended).toMatchObject({ ...renewal, superseded: session.sealedRefreshToken, state: 'ended' });
        expect(await renew(ended)).toBe(false);
        await sessions.settle(ended, NOON + 1, patience());
        expect((await find(session))?.superseded).toEqual(session.sealedRefreshToken);
      });
    });

    it('forgets an ended session and keeps a live one', async () => {
      const session = await opened();
      const { clientId, credentialId } = session;
      await sessions.forget(clientId, credentialId, patience());
      expect(await find(session)).toEqual(session);
      await end(session);
      await sessions.forget(clientId, credentialId, patience());
      await sessions.forget(clientId, credentialId, patience());
      expect(await find(session)).toBeUndefined();
    });
  });
}
