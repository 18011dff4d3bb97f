import type { User } from '../../src/admin/users/user.js';
import {
  EmailReserved,
  LastOperator,
  SignedOutBefore,
  TenantGone,
  type UserEdit,
  type UserStore,
} from '../../src/admin/users/user-store.js';
import type { SignOutStore } from '../../src/admin/sign-in/sign-out-store.js';
import type { AuditLog } from '../../src/audit/audit-log.js';
import { DAY, toEpochSeconds } from '../../src/common/clock.js';
import { randomCrockford } from '../../src/common/ids.js';
import { BadCursor } from '../../src/common/page.js';
import type { People } from '../../src/guard/people.js';
import type { TenantStore } from '../../src/tenants/tenant-store.js';
import type { WorkQueue } from '../../src/work/work-queue.js';
import { aTenant, aUser, anEntry, NOON } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface UserStoreFixture {
  readonly users: UserStore;
  /** On the same storage. */
  readonly people: People;
  readonly tenants: TenantStore;
  readonly signOuts: SignOutStore;
  readonly work: WorkQueue;
  readonly auditLog: AuditLog;
}

const NOW = toEpochSeconds(NOON);

export function describeUserStoreContract(name: string, setup: () => Promise<UserStoreFixture>): void {
  describe(`user store contract: ${name}`, () => {
    let users: UserStore;
    let people: People;
    let tenants: TenantStore;
    let signOuts: SignOutStore;
    let work: WorkQueue;
    let auditLog: AuditLog;

    beforeAll(async () => {
      ({ users, people, tenants, signOuts, work, auditLog } = await setup());
    });

    const entry = ({ tenantId }: User) => anEntry({ tenantId, action: 'user.invited' });
    const trailOf = async ({ tenantId }: User) =>
      (await auditLog.list({ tenantId, limit: 10 }, patience())).items;
    const reserve = ({ email, name, role, tenantId }: User, invitation: string) =>
      users.reserve(email, invitation, { name, role, tenantId }, NOON, patience());
    /** Of a tenant that is there. */
    const someone = async (fields: Partial<User> = {}): Promise<User> => {
      const user = aUser(fields);
      await tenants.create(aTenant({ id: user.tenantId }), [], patience());
      return user;
    };
    const pending = async ({ email }: User) =>
      (await work.due(NOON, 1_000, patience())).filter((one) => 'email' in one && one.email === email);
    const create = (user: User, invitation: string) =>
      users.create(user, invitation, [entry(user)], patience());
    const find = ({ id }: User) => users.find(id, patience());
    const invited = async (fields: Partial<User> = {}): Promise<User> => {
      const user = await someone(fields);
      await reserve(user, 'inv-1');
      await create(user, 'inv-1');
      return user;
    };

    it('finds nobody who is not there', async () => {
      expect(await find(aUser())).toBeUndefined();
      expect(await people.find(aUser().id, NOW, patience())).toBeUndefined();
      expect(await users.findByEmail('nobody@wharf.example', patience())).toBeUndefined();
    });

    describe('an address', () => {
      it('is reserved for one invitation of 10 that ask at once, and again for that one', async () => {
        const user = aUser();
        const asked = Array.from({ length: 10 }, (_, i) => reserve(user, `inv-${i}`).then(() => i));
        const answers = await Promise.allSettled(asked);
        const [winner, ...others] = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
        expect(others).toEqual([]);
        for (const one of answers)
          if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(EmailReserved);
        await reserve(user, `inv-${winner}`);
      });

      it('stays with whom it was given to, also when it is reserved again', async () => {
        const user = await invited();
        await expect(reserve(user, 'inv-1')).rejects.toThrow(EmailReserved);
        await expect(reserve(user, 'inv-2')).rejects.toThrow(EmailReserved);
        await expect(create(await someone({ email: user.email }), 'inv-1')).rejects.toThrow(EmailReserved);
      });
    });

    describe('create', () => {
      it('stores the user with the audit entry, once', async () => {
        const user = await invited();
        await create({ ...user, name: 'other' }, 'inv-1');
        expect(await find(user)).toEqual(user);
        expect(await trailOf(user)).toHaveLength(1);
      });

      it('refuses an address that is not reserved, or for another invitation, and stores nothing', async () => {
        const user = await someone();
        await expect(create(user, 'inv-1')).rejects.toThrow(EmailReserved);
        await reserve(user, 'inv-2');
        await expect(create(user, 'inv-1')).rejects.toThrow(EmailReserved);
        expect(await find(user)).toBeUndefined();
        expect(await trailOf(user)).toEqual([]);
      });
    });

    describe('an invitation under way', () => {
      it('is pending work until the user is there', async () => {
        const user = await someone();
        const { name, role, tenantId } = user;
        await reserve(user, 'inv-1');
        expect(await pending(user)).toEqual([{ kind: 'address', email: user.email }]);
        expect(await users.findAddress(user.email, patience())).toEqual({
          invitationId: 'inv-1',
          invitee: { name, role, tenantId },
        });
        await create(user, 'inv-1');
        expect(await pending(user)).toEqual([]);
        expect(await users.findAddress(user.email, patience())).toEqual({
          invitationId: 'inv-1',
          userId: user.id,
        });
      });

      it('can be withdrawn by itself only, and not once the user is there', async () => {
        const user = await someone();
        await reserve(user, 'inv-1');
        await users.free(user.email, { invitationId: 'inv-2' }, patience());
        expect(await pending(user)).toHaveLength(1);
        await users.free(user.email, { invitationId: 'inv-1' }, patience());
        expect(await users.findAddress(user.email, patience())).toBeUndefined();
        const other = await invited();
        await users.free(other.email, { invitationId: 'inv-1' }, patience());
        expect(await users.findByEmail(other.email, patience())).toEqual(other);
      });

      it('comes to nothing in a tenant that is being deleted, or is gone', async () => {
        const [gone, deleting] = [aUser(), aUser()];
        await tenants.create(aTenant({ id: deleting.tenantId, status: 'deleting' }), [], patience());
        for (const user of [gone, deleting]) {
          await reserve(user, 'inv-1');
          await expect(create(user, 'inv-1')).rejects.toThrow(TenantGone);
          expect([await find(user), await trailOf(user)]).toEqual([undefined, []]);
        }
      });
    });

    describe('list', () => {
      it('holds the people of a tenant, oldest first, page by page', async () => {
        const first = await invited();
        const { tenantId } = first;
        const second = await invited({ tenantId, createdAt: NOON + 1 });
        const { items, nextCursor } = await users.list({ tenantId, limit: 1 }, patience());
        const rest = await users.list({ tenantId, limit: 10, cursor: nextCursor }, patience());
        expect([items, rest.items]).toEqual([[first], [second]]);
        expect(await users.count(tenantId, patience())).toBe(2);
        const { tenantId: other } = await invited();
        await expect(
          users.list({ tenantId: other, limit: 1, cursor: nextCursor }, patience()),
        ).rejects.toThrow(BadCursor);
      });
    });

    describe('remove', () => {
      const remove = (user: User) => users.remove(user, NOON, [entry(user)], patience());

      it('takes the user at once, and keeps the address until it is freed', async () => {
        const user = await invited();
        expect(await remove(user)).toBe(true);
        expect(await find(user)).toBeUndefined();
        expect(await people.find(user.id, NOW, patience())).toBeUndefined();
        expect(await users.findByEmail(user.email, patience())).toBeUndefined();
        expect(await pending(user)).toEqual([{ kind: 'address', email: user.email }]);
        await expect(reserve(user, 'inv-1')).rejects.toThrow(EmailReserved);
        const gone = { invitationId: 'inv-1', removed: user.id };
        await users.free(user.email, gone, patience());
        await reserve(user, 'inv-1');
        // A late repeat meets whoever is invited since, by an invitation that is alike.
        await users.free(user.email, gone, patience());
        expect(await users.findAddress(user.email, patience())).toMatchObject({ invitationId: 'inv-1' });
      });

      it('happens once of 5 at once, with one audit entry', async () => {
        const user = await invited();
        const answers = await Promise.all(Array.from({ length: 5 }, () => remove(user)));
        expect(answers.filter((removed) => removed)).toHaveLength(1);
        expect(await trailOf(user)).toHaveLength(2);
      });

      it('leaves one operator, whoever removes whom at once', async () => {
        const operators = [];
        for (let i = 0; i < 4; i++) operators.push(await invitedOperator());
        const answers = await Promise.allSettled(operators.map(remove));
        const refused = answers.filter(({ status }) => status === 'rejected');
        expect(refused).toEqual([{ status: 'rejected', reason: expect.any(LastOperator) as unknown }]);
        const left = await Promise.all(operators.map(find));
        expect(left.filter((one) => one !== undefined)).toHaveLength(1);
        const [last] = left.filter((one) => one !== undefined);
        await expect(remove(last!)).rejects.toThrow(LastOperator);
        await invitedOperator();
        expect(await remove(last!)).toBe(true);
      });

      async function invitedOperator(): Promise<User> {
        const user = aUser({ role: 'operator', tenantId: 'platform' });
        await reserve(user, 'inv-1');
        await create(user, 'inv-1');
        return user;
      }
    });

    describe('findByEmail', () => {
      it('finds whom the address was given to', async () => {
        const user = await invited();
        expect(await users.findByEmail(user.email, patience())).toEqual(user);
      });

      it('finds nobody by an address that is only reserved', async () => {
        const user = aUser();
        await reserve(user, 'inv-1');
        expect(await users.findByEmail(user.email, patience())).toBeUndefined();
      });
    });

    describe('edit', () => {
      const edit = (user: User, change: UserEdit, entries = [entry(user)]) =>
        users.edit(user, change, { audit: entries }, patience());

      it('stores what has changed, with the audit entries', async () => {
        const user = await invited();
        const change = { status: 'active', mfa: true, notBefore: NOW, signInsFrom: NOW } as const;
        expect(await edit(user, change, [entry(user), entry(user)])).toBe(true);
        expect(await find(user)).toEqual({ ...user, ...change });
        expect(await trailOf(user)).toHaveLength(3);
      });

      it('stores the audit entries alone when nothing has', async () => {
        const user = await invited();
        expect(await edit(user, {})).toBe(true);
        expect(await find(user)).toEqual(user);
        expect(await trailOf(user)).toHaveLength(2);
      });

      it.each<UserEdit>([{}, { mfa: true }])('stores nothing for nobody: %j', async (change) => {
        const nobody = aUser();
        expect(await edit(nobody, change)).toBe(false);
        expect(await find(nobody)).toBeUndefined();
        expect(await trailOf(nobody)).toEqual([]);
      });

      it('overwrites nothing that has changed since it was read, and minds nothing else', async () => {
        const user = await invited();
        expect(await edit(user, { notBefore: NOW + 1 })).toBe(true);
        expect(await edit(user, { notBefore: NOW })).toBe(false);
        expect(await edit(user, { mfa: false })).toBe(true);
        const stored = { ...user, notBefore: NOW + 1, mfa: false };
        expect(await edit(stored, { notBefore: NOW + 2 })).toBe(true);
        expect(await find(user)).toEqual({ ...stored, notBefore: NOW + 2 });
        expect(await trailOf(user)).toHaveLength(4);
      });
    });

    describe('the guard', () => {
      it('is told who somebody is', async () => {
        const { id, email, name, role, tenantId } = await invited();
        const person = await people.find(id, NOW, patience());
        expect(person).toEqual({ type: role, userId: id, email, name, tenantId, mfa: false });
        expect(await people.find(randomCrockford(8), NOW, patience())).toBeUndefined();
      });

      it('is told of nobody whose token is not younger than their last sign-out', async () => {
        const user = await invited();
        const { id } = user;
        await users.edit(user, { notBefore: NOW }, { audit: [] }, patience());
        expect(await people.find(id, NOW, patience())).toBeUndefined();
        expect((await people.find(id, NOW + 1, patience()))?.userId).toBe(id);
      });
    });

    describe('a sign-out', () => {
      const begin = (user: User, id: string) => {
        const signOut = { userId: user.id, id, refreshToken: 'sealed', dueAt: NOON };
        return users.edit(user, { notBefore: NOW }, { audit: [entry(user)], signOut }, patience());
      };
      const findSignOut = ({ id: userId }: User, id: string) => signOuts.find(userId, id, patience());
      const pendingFor = async ({ id }: User) =>
        (await work.due(NOON, 1_000, patience())).filter((one) => 'userId' in one && one.userId === id);

      it('is pending work until Cognito was told, and ends the access tokens at once', async () => {
        const user = await invited();
        const signOut = { userId: user.id, id: 'so-1' };
        expect(await begin(user, 'so-1')).toBe(true);
        expect(await findSignOut(user, 'so-1')).toEqual({ ...signOut, refreshToken: 'sealed' });
        expect(await pendingFor(user)).toEqual([{ kind: 'sign-out', userId: user.id, signOutId: 'so-1' }]);
        expect(await people.find(user.id, NOW, patience())).toBeUndefined();
        expect(await trailOf(user)).toHaveLength(2);
        await signOuts.settle(signOut, NOON + DAY, patience());
        expect([await findSignOut(user, 'so-1'), await pendingFor(user)]).toEqual([signOut, []]);
      });

      it('begins once, also after Cognito was told', async () => {
        const user = await invited();
        const begun = await Promise.allSettled([
          begin(user, 'so-1'),
          begin(user, 'so-1'),
          begin(user, 'so-1'),
        ]);
        for (const one of begun)
          if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(SignedOutBefore);
        expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        await signOuts.settle({ userId: user.id, id: 'so-1' }, NOON + DAY, patience());
        await expect(begin({ ...user, notBefore: NOW }, 'so-1')).rejects.toThrow(SignedOutBefore);
        expect(await trailOf(user)).toHaveLength(2);
      });

      it('is not there for nobody', async () => {
        const nobody = aUser();
        expect(await begin(nobody, 'so-1')).toBe(false);
        await signOuts.settle({ userId: nobody.id, id: 'so-1' }, NOON + DAY, patience());
        expect([await find(nobody), await findSignOut(nobody, 'so-1')]).toEqual([undefined, undefined]);
        expect(await trailOf(nobody)).toEqual([]);
      });
    });
  });
}
