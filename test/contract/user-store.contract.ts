import type { User } from '../../src/admin/users/user.js';
import { EmailReserved, type UserStore } from '../../src/admin/users/user-store.js';
import type { AuditLog } from '../../src/audit/audit-log.js';
import { randomCrockford } from '../../src/common/ids.js';
import type { People } from '../../src/guard/people.js';
import { aUser, anEntry } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface UserStoreFixture {
  readonly users: UserStore;
  /** On the same storage. */
  readonly people: People;
  readonly auditLog: AuditLog;
}

export function describeUserStoreContract(name: string, setup: () => Promise<UserStoreFixture>): void {
  describe(`user store contract: ${name}`, () => {
    let users: UserStore;
    let people: People;
    let auditLog: AuditLog;

    beforeAll(async () => {
      ({ users, people, auditLog } = await setup());
    });

    const entry = ({ tenantId }: User) => anEntry({ tenantId, action: 'user.invited' });
    const trailOf = async ({ tenantId }: User) =>
      (await auditLog.list({ tenantId, limit: 10 }, patience())).items;
    const reserve = ({ email }: User, invitation: string) =>
      users.reserveEmail(email, invitation, patience());
    const create = (user: User, invitation: string) =>
      users.create(user, invitation, [entry(user)], patience());
    const find = ({ id }: User) => users.find(id, patience());
    const invited = async (): Promise<User> => {
      const user = aUser();
      await reserve(user, 'inv-1');
      await create(user, 'inv-1');
      return user;
    };

    it('finds nobody who is not there', async () => {
      expect(await find(aUser())).toBeUndefined();
      expect(await people.find(aUser().id, patience())).toBeUndefined();
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
        await reserve(user, 'inv-1');
        await expect(reserve(user, 'inv-2')).rejects.toThrow(EmailReserved);
        await expect(create(aUser({ email: user.email }), 'inv-1')).rejects.toThrow(EmailReserved);
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
        const user = aUser();
        await expect(create(user, 'inv-1')).rejects.toThrow(EmailReserved);
        await reserve(user, 'inv-2');
        await expect(create(user, 'inv-1')).rejects.toThrow(EmailReserved);
        expect(await find(user)).toBeUndefined();
        expect(await trailOf(user)).toEqual([]);
      });
    });

    describe('activate', () => {
      it('makes the invited user active, once', async () => {
        const user = await invited();
        await users.activate(user.id, [entry(user)], patience());
        await users.activate(user.id, [entry(user)], patience());
        expect(await find(user)).toEqual({ ...user, status: 'active' });
        expect(await trailOf(user)).toHaveLength(2);
      });

      it('does nothing for nobody', async () => {
        const nobody = aUser();
        await users.activate(nobody.id, [entry(nobody)], patience());
        expect(await find(nobody)).toBeUndefined();
        expect(await trailOf(nobody)).toEqual([]);
      });
    });

    it('tells the guard who somebody is', async () => {
      const { id, email, name, role, tenantId } = await invited();
      const person = await people.find(id, patience());
      expect(person).toEqual({ type: role, userId: id, email, name, tenantId });
      expect(await people.find(randomCrockford(8), patience())).toBeUndefined();
    });
  });
}
