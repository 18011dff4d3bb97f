import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import {
  CodeRefused,
  EmailTaken,
  type Invitation,
  type PeoplePool,
  PersonSignInRefused,
  ResetRefused,
  type SignInStep,
} from '../../src/admin/ports/people-pool.js';
import type { PoolUser } from '../../src/common/pool-user.js';
import { DependencyMisconfigured, DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import { totp } from '../support/totp.js';

/** One pool of people, seen by the broker and by brokers that are set up otherwise. */
export interface PeoplePoolFixture {
  readonly pool: PeoplePool;
  readonly appClientId: string;
  readonly ofAnotherInstallation: PeoplePool;
  readonly withAppClientGone: PeoplePool;
  readonly withWrongSecret: PeoplePool;
  readonly unreachable: PeoplePool;
  /** The password that the invitation's mail told. */
  temporaryPassword(email: string): Promise<string>;
  /** The code that was mailed last for a forgotten password. */
  resetCode(email: string): Promise<string>;
  /** Gives the person a second factor, as an authenticator app would. @returns what makes its codes */
  enrolTotp(accessToken: string): Promise<() => string>;
  disable(email: string): Promise<void>;
  remove(email: string): Promise<void>;
}

/** What an emulator cannot show, each with the reason why its cases are not run there. */
export interface PeoplePoolLimits {
  readonly wrongTemporaryPassword?: string;
  readonly sessionAfterMfa?: string;
  readonly wrongSecret?: string;
  readonly disabledPerson?: string;
}

const PASSWORD = 'Correct-Horse-Battery-Staple-1';
const signal = new AbortController().signal;

export function describePeoplePoolContract(
  name: string,
  setup: () => Promise<PeoplePoolFixture>,
  limits: PeoplePoolLimits = {},
): void {
  describe(`people pool: ${name}`, () => {
    let fixture: PeoplePoolFixture;
    let pool: PeoplePool;

    beforeAll(async () => {
      fixture = await setup();
      pool = fixture.pool;
    });

    async function invited() {
      const invitation = anInvitation();
      const { email, invitationId } = invitation;
      const { sub } = await pool.invite(invitation, signal);
      return { email, invitationId, sub, temporary: await fixture.temporaryPassword(email) };
    }

    /** A person who has answered the invitation; their password is PASSWORD. */
    async function settled() {
      const { email, invitationId, sub, temporary } = await invited();
      const { session } = challenged(await pool.signIn(email, temporary, signal));
      const answer = { challenge: 'NEW_PASSWORD_REQUIRED', session, newPassword: PASSWORD } as const;
      return {
        email,
        invitationId,
        sub,
        signIn: signedIn(await pool.answerChallenge(email, answer, signal)),
      };
    }

    async function enrolled() {
      const person = await settled();
      const code = await fixture.enrolTotp(person.signIn.accessToken);
      const step = challenged(await pool.signIn(person.email, PASSWORD, signal));
      return { ...person, code, step };
    }

    describe('invite', () => {
      it('finds the person whom this invitation made', async () => {
        const invitation = anInvitation();
        const first = await pool.invite(invitation, signal);
        expect(first.mailed).toBe(true);
        expect(await pool.invite(invitation, signal)).toEqual(first);
      });

      it('leaves alone a person whom another invitation made', async () => {
        const invitation = anInvitation();
        await pool.invite(invitation, signal);
        const other = { ...invitation, invitationId: 'in_other' };
        await expect(pool.invite(other, signal)).rejects.toThrow(EmailTaken);
      });
    });

    describe('inviteAgain', () => {
      it('mails once more, with the temporary password that is good from then on', async () => {
        const { email } = await invited();
        await pool.inviteAgain(email, signal);
        const second = await fixture.temporaryPassword(email);
        const step = await pool.signIn(email, second, signal);
        expect(step).toMatchObject({ challenge: 'NEW_PASSWORD_REQUIRED' });
      });
    });

    describe('the list of users', () => {
      const listed = async (of: PeoplePool) => {
        const users: PoolUser[] = [];
        for (let after: string | undefined, more = true; more; more = after !== undefined) {
          const page = await of.listUsers(after, signal);
          users.push(...page.users);
          after = page.next;
        }
        return users;
      };

      it('has those of this installation, each with its times, and no other’s', async () => {
        const invitation = anInvitation();
        const { sub } = await pool.invite(invitation, signal);
        const mine = (await listed(pool)).filter(({ username }) => username === invitation.email);
        expect(mine).toEqual([{ username: invitation.email, sub, createdAt: mine[0]!.createdAt }]);
        expect(Math.abs(mine[0]!.createdAt - Date.now())).toBeLessThan(60_000);
        expect(await listed(fixture.ofAnotherInstallation)).toEqual([]);
      });

      it('is told in pages', async () => {
        await Promise.all(Array.from({ length: 65 }, () => pool.invite(anInvitation(), signal)));
        const users = await listed(pool);
        expect(users.length).toBeGreaterThan(64);
        expect(new Set(users.map(({ sub }) => sub)).size).toBe(users.length);
      });

      it('knows who is there', async () => {
        const { sub } = await pool.invite(anInvitation(), signal);
        expect(await pool.hasUser(sub, signal)).toBe(true);
        await pool.remove(sub, signal);
        expect(await pool.hasUser(sub, signal)).toBe(false);
      });
    });

    describe('remove', () => {
      it('takes the person, as often as it is asked', async () => {
        const { email, invitationId, sub } = await settled();
        expect(await pool.findInvited({ email, invitationId }, signal)).toBe(sub);
        await pool.remove(sub, signal);
        await pool.remove(sub, signal);
        expect(await pool.findInvited({ email, invitationId }, signal)).toBeUndefined();
        await expect(pool.signIn(email, PASSWORD, signal)).rejects.toThrow(PersonSignInRefused);
      });

      it('leaves alone who has got the address since', async () => {
        const { email, sub } = await settled();
        await pool.remove(sub, signal);
        const again = { ...anInvitation(), email };
        const { sub: since } = await pool.invite(again, signal);
        await pool.remove(sub, signal);
        expect(await pool.findInvited(again, signal)).toBe(since);
      });

      it('finds nobody whom another invitation made', async () => {
        const { email } = await settled();
        expect(await pool.findInvited({ email, invitationId: 'in_other' }, signal)).toBeUndefined();
      });
    });

    describe('the first sign-in', () => {
      it('asks for a new password', async () => {
        const { email, temporary } = await invited();
        const step = await pool.signIn(email, temporary, signal);
        expect(step).toMatchObject({ kind: 'challenge', challenge: 'NEW_PASSWORD_REQUIRED' });
      });

      it('is done with the new password, which is the password from then on', async () => {
        const { email, sub, signIn } = await settled();
        expect(signIn.sub).toBe(sub);
        expect(signedIn(await pool.signIn(email, PASSWORD, signal)).sub).toBe(sub);
      });

      it('yields a refresh token that works', async () => {
        const { email, signIn } = await settled();
        const { accessToken } = await pool.refresh(email, signIn.refreshToken, signal);
        expect(decodeJwt(accessToken).sub).toBe(signIn.sub);
      });

      if (limits.wrongTemporaryPassword === undefined)
        it('refuses any other password', async () => {
          const { email } = await invited();
          await expect(pool.signIn(email, PASSWORD, signal)).rejects.toThrow(PersonSignInRefused);
        });
    });

    describe('signIn', () => {
      it('yields an access token of the app client, and says how long it lives', async () => {
        const { email, sub } = await settled();
        const { accessToken, expiresIn } = signedIn(await pool.signIn(email, PASSWORD, signal));
        const claims = decodeJwt(accessToken);
        expect(claims).toMatchObject({ sub, token_use: 'access', client_id: fixture.appClientId });
        expect(expiresIn).toBe(15 * 60);
        expect(claims.exp! - claims.iat!).toBe(expiresIn);
      });

      it.each([
        ['another', 'wrong-password-1'],
        ['an empty', ''],
        ['an over-long', 'x'.repeat(2_000)],
      ])('refuses %s password', async (_kind, password) => {
        const { email } = await settled();
        await expect(pool.signIn(email, password, signal)).rejects.toThrow(PersonSignInRefused);
      });

      it.each(['nobody@example.com', 'not an address', ''])(
        'refuses an unknown address: %p',
        async (email) => {
          await expect(pool.signIn(email, PASSWORD, signal)).rejects.toThrow(PersonSignInRefused);
        },
      );

      it('refuses a person who was removed, and what they had signed in', async () => {
        const { email, signIn } = await settled();
        await fixture.remove(email);
        await expect(pool.signIn(email, PASSWORD, signal)).rejects.toThrow(PersonSignInRefused);
        const refresh = pool.refresh(email, signIn.refreshToken, signal);
        await expect(refresh).rejects.toThrow(PersonSignInRefused);
      });

      if (limits.disabledPerson === undefined)
        it('refuses a person who was disabled, and what they had signed in', async () => {
          const { email, signIn } = await settled();
          await fixture.disable(email);
          await expect(pool.signIn(email, PASSWORD, signal)).rejects.toThrow(PersonSignInRefused);
          const refresh = pool.refresh(email, signIn.refreshToken, signal);
          await expect(refresh).rejects.toThrow(PersonSignInRefused);
        });
    });

    describe('a second factor', () => {
      it('is asked for once it is there', async () => {
        expect((await enrolled()).step.challenge).toBe('SOFTWARE_TOKEN_MFA');
      });

      it('signs in with the right code', async () => {
        const { email, sub, code, step } = await enrolled();
        const answer = { challenge: 'SOFTWARE_TOKEN_MFA', session: step.session, code: code() } as const;
        const signIn = signedIn(await pool.answerChallenge(email, answer, signal));
        expect(signIn.sub).toBe(sub);
      });

      if (limits.sessionAfterMfa === undefined)
        it('yields a refresh token that works', async () => {
          const { email, code, step } = await enrolled();
          const answer = { challenge: 'SOFTWARE_TOKEN_MFA', session: step.session, code: code() } as const;
          const { refreshToken } = signedIn(await pool.answerChallenge(email, answer, signal));
          await expect(pool.refresh(email, refreshToken, signal)).resolves.toBeDefined();
        });

      it.each(['abcdef', ''])('refuses a wrong code: %p', async (code) => {
        const { email, step } = await enrolled();
        const answer = { challenge: 'SOFTWARE_TOKEN_MFA', session: step.session, code } as const;
        await expect(pool.answerChallenge(email, answer, signal)).rejects.toThrow(PersonSignInRefused);
      });
    });

    describe('refresh', () => {
      it('refuses a token that was never issued', async () => {
        const { email } = await settled();
        await expect(pool.refresh(email, 'never.issued', signal)).rejects.toThrow(PersonSignInRefused);
      });

      it('can be repeated', async () => {
        const { email, signIn } = await settled();
        await pool.refresh(email, signIn.refreshToken, signal);
        const { expiresIn } = await pool.refresh(email, signIn.refreshToken, signal);
        expect(expiresIn).toBe(15 * 60);
      });
    });

    describe('revoke', () => {
      it('ends the sign-in, as often as it is asked', async () => {
        const { email, signIn } = await settled();
        await pool.revoke(signIn.refreshToken, signal);
        await pool.revoke(signIn.refreshToken, signal);
        const refresh = pool.refresh(email, signIn.refreshToken, signal);
        await expect(refresh).rejects.toThrow(PersonSignInRefused);
      });

      it('leaves other sign-ins of the person alone', async () => {
        const { email, signIn } = await settled();
        const other = signedIn(await pool.signIn(email, PASSWORD, signal));
        await pool.revoke(signIn.refreshToken, signal);
        await expect(pool.refresh(email, other.refreshToken, signal)).resolves.toBeDefined();
      });

      it('has nothing to end where nothing was issued', async () => {
        await pool.revoke('never.issued', signal);
      });
    });

    describe('a forgotten password', () => {
      const NEW = 'Another-Horse-Battery-Staple-2';

      it('is replaced with the code that was mailed', async () => {
        const { email } = await settled();
        await pool.sendResetCode(email, signal);
        const code = await fixture.resetCode(email);
        await pool.resetPassword({ email, code, newPassword: NEW }, signal);
        expect((await pool.signIn(email, NEW, signal)).kind).toBe('signed-in');
        await expect(pool.signIn(email, PASSWORD, signal)).rejects.toThrow(PersonSignInRefused);
      });

      it.each(['nobody@example.com', 'not an address'])('is asked for in vain, untold: %s', async (email) => {
        await pool.sendResetCode(email, signal);
        const reset = pool.resetPassword({ email, code: '123456', newPassword: NEW }, signal);
        await expect(reset).rejects.toThrow(ResetRefused);
      });

      it('is not replaced with another code', async () => {
        const { email } = await settled();
        await pool.sendResetCode(email, signal);
        const code = (await fixture.resetCode(email)) === '000000' ? '000001' : '000000';
        const reset = pool.resetPassword({ email, code, newPassword: NEW }, signal);
        await expect(reset).rejects.toThrow(ResetRefused);
      });
    });

    describe('an authenticator app', () => {
      it('is asked for at sign-in once a code of it was seen', async () => {
        const { email, signIn } = await settled();
        const secret = await pool.beginTotp(signIn.accessToken, signal);
        await pool.confirmTotp(signIn.accessToken, totp(secret), signal);
        expect(challenged(await pool.signIn(email, PASSWORD, signal)).challenge).toBe('SOFTWARE_TOKEN_MFA');
      });

      it('is not there with a wrong code', async () => {
        const { email, signIn } = await settled();
        await pool.beginTotp(signIn.accessToken, signal);
        const confirm = pool.confirmTotp(signIn.accessToken, '000000', signal);
        await expect(confirm).rejects.toThrow(CodeRefused);
        expect((await pool.signIn(email, PASSWORD, signal)).kind).toBe('signed-in');
      });

      it('is for nobody without a good access token', async () => {
        await expect(pool.beginTotp('not.a.token', signal)).rejects.toThrow(PersonSignInRefused);
      });
    });

    describe('a pool set up wrongly', () => {
      it('is told from bad credentials when the app client is gone', async () => {
        const { email } = await settled();
        const signIn = fixture.withAppClientGone.signIn(email, PASSWORD, signal);
        await expect(signIn).rejects.toThrow(DependencyMisconfigured);
      });

      if (limits.wrongSecret === undefined)
        it('is told from bad credentials when the client secret is wrong', async () => {
          const { email } = await settled();
          const signIn = fixture.withWrongSecret.signIn(email, PASSWORD, signal);
          await expect(signIn).rejects.toThrow(DependencyMisconfigured);
        });
    });

    describe.each(callsOfEveryMethod())('%s', (_method, call) => {
      it('says that a pool out of reach is unavailable', async () => {
        await expect(call(fixture.unreachable, signal)).rejects.toThrow(DependencyUnavailable);
      });

      it('ends for a caller who has left', async () => {
        await expect(call(pool, AbortSignal.abort())).rejects.toThrow(DependencyUnavailable);
      });
    });
  });
}

type Call = (pool: PeoplePool, signal: AbortSignal) => Promise<unknown>;

function callsOfEveryMethod(): [keyof PeoplePool, Call][] {
  const invitation = anInvitation();
  const answer = { challenge: 'SOFTWARE_TOKEN_MFA', session: 'a-session-of-a-kind', code: '123456' } as const;
  const reset = { email: invitation.email, code: '123456', newPassword: PASSWORD };
  return [
    ['invite', (pool, s) => pool.invite(invitation, s)],
    ['inviteAgain', (pool, s) => pool.inviteAgain(invitation.email, s)],
    ['findInvited', (pool, s) => pool.findInvited(invitation, s)],
    ['listUsers', (pool, s) => pool.listUsers(undefined, s)],
    ['hasUser', (pool, s) => pool.hasUser(invitation.invitationId, s)],
    ['remove', (pool, s) => pool.remove(invitation.invitationId, s)],
    ['signIn', (pool, s) => pool.signIn(invitation.email, PASSWORD, s)],
    ['answerChallenge', (pool, s) => pool.answerChallenge(invitation.email, answer, s)],
    ['refresh', (pool, s) => pool.refresh(invitation.email, 'a.token', s)],
    ['revoke', (pool, s) => pool.revoke('a.token', s)],
    ['sendResetCode', (pool, s) => pool.sendResetCode(invitation.email, s)],
    ['resetPassword', (pool, s) => pool.resetPassword(reset, s)],
    ['beginTotp', (pool, s) => pool.beginTotp('a.token', s)],
    ['confirmTotp', (pool, s) => pool.confirmTotp('a.token', '123456', s)],
  ];
}

function challenged(step: SignInStep) {
  if (step.kind !== 'challenge') throw new Error('signed in without a challenge');
  return step;
}

function signedIn(step: SignInStep) {
  if (step.kind !== 'signed-in') throw new Error(`asked for ${step.challenge}`);
  return step;
}

/** The address is unique: the mailbox of the test run is shared. */
function anInvitation(): Invitation {
  const id = randomUUID();
  return { email: `ana+${id}@people.example`, name: 'Ána Example', invitationId: id };
}
