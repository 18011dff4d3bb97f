import { decodeJwt } from 'jose';
import {
  type MachinePool,
  type MachineUser,
  SignInRefused,
  UserConflict,
  UserDisabled,
} from '../../src/clients/ports/machine-pool.js';
import type { PoolUser } from '../../src/common/pool-user.js';
import { DependencyMisconfigured, DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';

/** One pool of users, seen by the broker and by brokers that are set up otherwise. */
export interface MachinePoolFixture {
  readonly pool: MachinePool;
  readonly appClientId: string;
  readonly ofAnotherInstallation: MachinePool;
  readonly withAppClientGone: MachinePool;
  readonly withWrongSecret: MachinePool;
  readonly unreachable: MachinePool;
  /** As a person would in Cognito's console. */
  disable(clientId: string): Promise<void>;
}

/** What an emulator cannot show, each with the reason why its cases are not run there. */
export interface MachinePoolLimits {
  readonly wrongSecret?: string;
  readonly disabledUser?: string;
}

const PASSWORD = 'Correct-Horse-Battery-Staple-1';
const signal = new AbortController().signal;
let made = 0;

export function describeMachinePoolContract(
  name: string,
  setup: () => Promise<MachinePoolFixture>,
  limits: MachinePoolLimits = {},
): void {
  describe(`machine pool: ${name}`, () => {
    let fixture: MachinePoolFixture;
    let pool: MachinePool;

    beforeAll(async () => {
      fixture = await setup();
      pool = fixture.pool;
    });

    async function registered(): Promise<MachineUser> {
      const user = aUser();
      await pool.createUser(user, signal);
      await pool.setPassword(user.clientId, PASSWORD, signal);
      return user;
    }

    async function signedIn(): Promise<{ user: MachineUser; refreshToken: string }> {
      const user = await registered();
      const { refreshToken } = await pool.signIn(user.clientId, PASSWORD, signal);
      return { user, refreshToken };
    }

    describe('createUser', () => {
      it('finds the user of an earlier call', async () => {
        const user = aUser();
        const first = await pool.createUser(user, signal);
        expect(await pool.createUser(user, signal)).toEqual(first);
      });

      it('brings the scopes of the user it finds to the wanted ones', async () => {
        const user = await registered();
        await pool.createUser({ ...user, scopes: ['invoices:read'] }, signal);
        const { bearerToken } = await pool.signIn(user.clientId, PASSWORD, signal);
        expect(decodeJwt(bearerToken)).toMatchObject({ 'custom:scopes': 'invoices:read' });
      });

      it('leaves alone the user of another tenant', async () => {
        const user = await registered();
        const stranger = { ...user, tenantId: 'tn_other', scopes: ['everything'] };
        await expect(pool.createUser(stranger, signal)).rejects.toThrow(UserConflict);
        const { bearerToken } = await pool.signIn(user.clientId, PASSWORD, signal);
        expect(decodeJwt(bearerToken)).toMatchObject({ 'custom:tenant_id': user.tenantId });
        expect(scopesOf(bearerToken)).toBe(user.scopes.join(' '));
      });

      it('leaves alone the user of another installation', async () => {
        const user = await registered();
        await expect(fixture.ofAnotherInstallation.createUser(user, signal)).rejects.toThrow(UserConflict);
      });
    });

    describe('setPassword', () => {
      it('can be repeated, and the last one counts', async () => {
        const user = await registered();
        await pool.setPassword(user.clientId, PASSWORD, signal);
        await pool.setPassword(user.clientId, `${PASSWORD}2`, signal);
        await expect(pool.signIn(user.clientId, PASSWORD, signal)).rejects.toThrow(SignInRefused);
        await expect(pool.signIn(user.clientId, `${PASSWORD}2`, signal)).resolves.toBeDefined();
      });
    });

    describe('signIn', () => {
      it('yields an ID token that says who the client is', async () => {
        const user = aUser();
        const { sub } = await pool.createUser(user, signal);
        await pool.setPassword(user.clientId, PASSWORD, signal);
        const { bearerToken } = await pool.signIn(user.clientId, PASSWORD, signal);
        expect(decodeJwt(bearerToken)).toMatchObject({
          sub,
          token_use: 'id',
          aud: fixture.appClientId,
          'cognito:username': user.clientId,
          'custom:tenant_id': user.tenantId,
          'custom:scopes': 'orders:read orders:write',
        });
      });

      it('yields a token that lives as long as the pool says', async () => {
        const user = await registered();
        const { exp, iat } = decodeJwt((await pool.signIn(user.clientId, PASSWORD, signal)).bearerToken);
        expect(exp! - iat!).toBe(15 * 60);
      });

      it('serves a client without scopes', async () => {
        const user = { ...aUser(), scopes: [] };
        await pool.createUser(user, signal);
        await pool.setPassword(user.clientId, PASSWORD, signal);
        const { bearerToken } = await pool.signIn(user.clientId, PASSWORD, signal);
        expect(scopesOf(bearerToken)).toBe('');
      });

      it('refuses a wrong password', async () => {
        const user = await registered();
        await expect(pool.signIn(user.clientId, 'Wrong-Horse-1', signal)).rejects.toThrow(SignInRefused);
      });

      it('refuses an unknown user', async () => {
        await expect(pool.signIn('cl_nobody', PASSWORD, signal)).rejects.toThrow(SignInRefused);
      });

      it('refuses a user whose password was never set', async () => {
        const user = aUser();
        await pool.createUser(user, signal);
        await expect(pool.signIn(user.clientId, PASSWORD, signal)).rejects.toThrow(SignInRefused);
      });
    });

    describe('refresh', () => {
      it('yields a new token of the same user', async () => {
        const user = await registered();
        const first = await pool.signIn(user.clientId, PASSWORD, signal);
        const second = await pool.refresh(user.clientId, first.refreshToken, signal);
        const before = decodeJwt(first.bearerToken);
        const after = decodeJwt(second);
        expect(after).toMatchObject({ sub: before.sub, token_use: 'id', 'cognito:username': user.clientId });
        expect(after.jti).not.toBe(before.jti);
      });

      it('can be repeated', async () => {
        const { user, refreshToken } = await signedIn();
        await pool.refresh(user.clientId, refreshToken, signal);
        await expect(pool.refresh(user.clientId, refreshToken, signal)).resolves.toBeDefined();
      });

      it('refuses a token that was never issued', async () => {
        const user = await registered();
        await expect(pool.refresh(user.clientId, 'never.issued', signal)).rejects.toThrow(SignInRefused);
      });
    });

    describe('updateAttributes', () => {
      it('shows in the next token of a sign-in that is open', async () => {
        const { user, refreshToken } = await signedIn();
        await pool.updateAttributes({ ...user, scopes: ['orders:read'] }, signal);
        expect(scopesOf(await pool.refresh(user.clientId, refreshToken, signal))).toBe('orders:read');
      });

      it('takes the last scope away', async () => {
        const { user, refreshToken } = await signedIn();
        await pool.updateAttributes({ ...user, scopes: [] }, signal);
        expect(scopesOf(await pool.refresh(user.clientId, refreshToken, signal))).toBe('');
      });

      it('can be repeated', async () => {
        const user = await registered();
        await pool.updateAttributes(user, signal);
        await expect(pool.updateAttributes(user, signal)).resolves.toBeUndefined();
      });
    });

    describe('revoke', () => {
      it('ends the sign-in', async () => {
        const { user, refreshToken } = await signedIn();
        await pool.revoke(refreshToken, signal);
        await expect(pool.refresh(user.clientId, refreshToken, signal)).rejects.toThrow(SignInRefused);
      });

      it('is done when it was done before', async () => {
        const { refreshToken } = await signedIn();
        await pool.revoke(refreshToken, signal);
        await expect(pool.revoke(refreshToken, signal)).resolves.toBeUndefined();
      });

      it('leaves the other sign-ins of the user as they are', async () => {
        const { user, refreshToken } = await signedIn();
        const other = await pool.signIn(user.clientId, PASSWORD, signal);
        await pool.revoke(refreshToken, signal);
        await expect(pool.refresh(user.clientId, other.refreshToken, signal)).resolves.toBeDefined();
      });
    });

    describe('the list of users', () => {
      const listed = async (of: MachinePool) => {
        const users: PoolUser[] = [];
        for (let after: string | undefined, more = true; more; more = after !== undefined) {
          const page = await of.listUsers(after, signal);
          users.push(...page.users);
          after = page.next;
        }
        return users;
      };

      it('has those of this installation, each with its times, and no other’s', async () => {
        const user = aUser();
        const { sub } = await pool.createUser(user, signal);
        const mine = (await listed(pool)).filter(({ username }) => username === user.clientId);
        expect(mine).toEqual([{ username: user.clientId, sub, createdAt: mine[0]!.createdAt }]);
        expect(Math.abs(mine[0]!.createdAt - Date.now())).toBeLessThan(60_000);
        expect(await listed(fixture.ofAnotherInstallation)).toEqual([]);
      });

      it('is told in pages', async () => {
        await Promise.all(Array.from({ length: 65 }, () => pool.createUser(aUser(), signal)));
        const users = await listed(pool);
        expect(users.length).toBeGreaterThan(64);
        expect(new Set(users.map(({ sub }) => sub)).size).toBe(users.length);
      });

      it('knows who is there', async () => {
        const user = aUser();
        await pool.createUser(user, signal);
        expect(await pool.hasUser(user.clientId, signal)).toBe(true);
        await pool.deleteUser(user.clientId, signal);
        expect(await pool.hasUser(user.clientId, signal)).toBe(false);
      });
    });

    describe('deleteUser', () => {
      it('ends the sign-ins of the user', async () => {
        const { user, refreshToken } = await signedIn();
        await pool.deleteUser(user.clientId, signal);
        await expect(pool.refresh(user.clientId, refreshToken, signal)).rejects.toThrow(SignInRefused);
        await expect(pool.signIn(user.clientId, PASSWORD, signal)).rejects.toThrow(SignInRefused);
      });

      it('is done when it was done before', async () => {
        const user = await registered();
        await pool.deleteUser(user.clientId, signal);
        await expect(pool.deleteUser(user.clientId, signal)).resolves.toBeUndefined();
      });

      it('leaves alone the user of another installation', async () => {
        const user = await registered();
        await fixture.ofAnotherInstallation.deleteUser(user.clientId, signal);
        expect(await pool.hasUser(user.clientId, signal)).toBe(true);
      });

      it('frees the name', async () => {
        const user = aUser();
        const first = await pool.createUser(user, signal);
        await pool.deleteUser(user.clientId, signal);
        expect(await pool.createUser(user, signal)).not.toEqual(first);
      });
    });

    if (limits.disabledUser === undefined)
      describe('a user disabled in Cognito', () => {
        it('is refused, and told from a bad password', async () => {
          const { user, refreshToken } = await signedIn();
          await fixture.disable(user.clientId);
          await expect(pool.signIn(user.clientId, PASSWORD, signal)).rejects.toThrow(UserDisabled);
          await expect(pool.refresh(user.clientId, refreshToken, signal)).rejects.toThrow(UserDisabled);
        });
      });

    describe('a pool set up wrongly', () => {
      it('is told from bad credentials when the app client is gone', async () => {
        const { user, refreshToken } = await signedIn();
        const { withAppClientGone } = fixture;
        const signIn = withAppClientGone.signIn(user.clientId, PASSWORD, signal);
        await expect(signIn).rejects.toThrow(DependencyMisconfigured);
        const refresh = withAppClientGone.refresh(user.clientId, refreshToken, signal);
        await expect(refresh).rejects.toThrow(DependencyMisconfigured);
      });

      if (limits.wrongSecret === undefined)
        it('is told from bad credentials when the client secret is wrong', async () => {
          const { user, refreshToken } = await signedIn();
          const { withWrongSecret } = fixture;
          const signIn = withWrongSecret.signIn(user.clientId, PASSWORD, signal);
          await expect(signIn).rejects.toThrow(DependencyMisconfigured);
          const refresh = withWrongSecret.refresh(user.clientId, refreshToken, signal);
          await expect(refresh).rejects.toThrow(DependencyMisconfigured);
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

type Call = (pool: MachinePool, signal: AbortSignal) => Promise<unknown>;

function callsOfEveryMethod(): [keyof MachinePool, Call][] {
  const user = aUser();
  return [
    ['createUser', (pool, s) => pool.createUser(user, s)],
    ['setPassword', (pool, s) => pool.setPassword(user.clientId, PASSWORD, s)],
    ['updateAttributes', (pool, s) => pool.updateAttributes(user, s)],
    ['signIn', (pool, s) => pool.signIn(user.clientId, PASSWORD, s)],
    ['refresh', (pool, s) => pool.refresh(user.clientId, 'a.token', s)],
    ['revoke', (pool, s) => pool.revoke('a.token', s)],
    ['listUsers', (pool, s) => pool.listUsers(undefined, s)],
    ['hasUser', (pool, s) => pool.hasUser(user.clientId, s)],
    ['deleteUser', (pool, s) => pool.deleteUser(user.clientId, s)],
  ];
}

function aUser(): MachineUser {
  made += 1;
  return { clientId: `cl_test${made}`, tenantId: 'tn_acme', scopes: ['orders:read', 'orders:write'] };
}

/** AWS and cognito-local leave out the claim of an empty attribute, ministack shows it empty. */
function scopesOf(bearerToken: string): unknown {
  return decodeJwt(bearerToken)['custom:scopes'] ?? '';
}
