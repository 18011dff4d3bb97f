import type { Registration, RegistrationStatus } from '../../src/admin/registrations/registration.js';
import {
  RegistrationDecided,
  type RegistrationStore,
} from '../../src/admin/registrations/registration-store.js';
import { EmailReserved, type UserStore } from '../../src/admin/users/user-store.js';
import type { AuditLog } from '../../src/audit/audit-log.js';
import { DAY } from '../../src/common/clock.js';
import { BadCursor } from '../../src/common/page.js';
import type { TenantStore } from '../../src/tenants/tenant-store.js';
import type { WorkQueue } from '../../src/work/work-queue.js';
import { NOON, aRegistration, aTenant, anEntry } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface RegistrationStoreFixture {
  readonly registrations: RegistrationStore;
  /** On the same storage. */
  readonly tenants: TenantStore;
  readonly users: UserStore;
  readonly auditLog: AuditLog;
  readonly queue: WorkQueue;
}

export function describeRegistrationStoreContract(
  name: string,
  setup: () => Promise<RegistrationStoreFixture>,
): void {
  describe(`registration store contract: ${name}`, () => {
    let on: RegistrationStoreFixture;

    beforeEach(async () => {
      on = await setup();
    });

    const find = ({ id }: Registration) => on.registrations.find(id, patience());
    const added = async (fields: Partial<Registration> = {}, dueAt?: number): Promise<Registration> => {
      const registration = aRegistration(fields);
      await on.registrations.add(registration, dueAt, patience());
      return registration;
    };
    const dueIds = async (now = NOON + DAY) => {
      const items = await on.queue.due(now, 10, patience());
      return items.map((item) => (item.kind === 'registration' ? item.registrationId : undefined));
    };
    const decisionOn = (pending: Registration, invitationId = 'inv-1') => {
      const tenant = aTenant();
      const approval = {
        tenantId: tenant.id,
        clientId: 'cl_1',
        invitationId,
        allowedScopes: [],
        complete: false,
      };
      const registration = { ...pending, status: 'approved', approvalPending: false, approval } as const;
      return { registration, tenant, dueAt: NOON + 1 };
    };
    const entryOf = ({ tenant }: ReturnType<typeof decisionOn>) =>
      anEntry({ tenantId: tenant.id, action: 'registration.approved' });
    const approve = (decision: ReturnType<typeof decisionOn>) =>
      on.registrations.approve(decision, [entryOf(decision)], patience());
    const reserve = ({ admin: { email, name } }: Registration, invitationId: string) => {
      const invitee = { name, role: 'tenant_admin', tenantId: 'tn_1' } as const;
      return on.users.reserve(email, invitationId, invitee, NOON + 2 * DAY, patience());
    };
    const trailOf = async (tenantId: string) =>
      (await on.auditLog.list({ tenantId, limit: 10 }, patience())).items;

    it('adds one item, pending work only when it is due', async () => {
      const registration = await added();
      const open = await added({ approvalPending: true }, NOON);
      expect(await find(registration)).toEqual(registration);
      expect(await find(aRegistration())).toBeUndefined();
      expect(await dueIds()).toEqual([open.id]);
      await reserve(registration, 'anyone');
    });

    describe('approve', () => {
      it('stores registration, tenant, reserved address and audit entry in one', async () => {
        const pending = await added({ approvalPending: true }, NOON);
        const decision = decisionOn(pending);
        await approve(decision);
        expect(await find(pending)).toEqual(decision.registration);
        expect(await on.tenants.find(decision.tenant.id, patience())).toEqual(decision.tenant);
        expect(await trailOf(decision.tenant.id)).toHaveLength(1);
        const foreign = reserve(pending, 'another');
        await expect(foreign).rejects.toThrow(EmailReserved);
        await reserve(pending, 'inv-1');
        expect(await dueIds(NOON)).toEqual([]);
        expect(await dueIds(NOON + 1)).toEqual([pending.id]);
      });

      it('takes one that was never pending', async () => {
        const decision = decisionOn(aRegistration());
        await approve(decision);
        expect(await find(decision.registration)).toEqual(decision.registration);
      });

      it('is decided by one of 5 who approve or reject at once', async () => {
        const pending = await added();
        const decisions = Array.from({ length: 4 }, () => decisionOn(pending));
        const rejected = { ...pending, status: 'rejected' } as const;
        const answers = await Promise.allSettled([
          ...decisions.map(approve),
          on.registrations.reject(rejected, [], patience()),
        ]);
        expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const one of answers)
          if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(RegistrationDecided);
        const tenants = decisions.map(({ tenant }) => on.tenants.find(tenant.id, patience()));
        const made = (await Promise.all(tenants)).filter((tenant) => tenant !== undefined);
        expect(made).toHaveLength((await find(pending))?.status === 'approved' ? 1 : 0);
      });

      it('refuses an address that is taken, and stores nothing', async () => {
        const pending = await added();
        await reserve(pending, 'another');
        const decision = decisionOn(pending);
        await expect(approve(decision)).rejects.toThrow(EmailReserved);
        expect(await find(pending)).toEqual(pending);
        expect(await on.tenants.find(decision.tenant.id, patience())).toBeUndefined();
        expect(await trailOf(decision.tenant.id)).toEqual([]);
      });
    });

    it('keeps an approval under way as pending work until it is complete', async () => {
      const decision = decisionOn(await added());
      await approve(decision);
      const { registration } = decision;
      const halfway = { ...registration, approval: { ...registration.approval, userId: 'u-1' } };
      const complete = { ...registration, approval: { ...halfway.approval, complete: true } };
      await on.registrations.saveApproval(halfway, patience());
      expect(await find(registration)).toEqual(halfway);
      expect(await dueIds()).toEqual([registration.id]);
      await on.registrations.saveApproval(complete, patience());
      expect(await dueIds()).toEqual([]);
      await on.registrations.saveApproval(halfway, patience());
      expect(await find(registration)).toEqual(complete);
    });

    it('keeps an approval whose invitation failed, which is nobody’s work until somebody repeats it', async () => {
      const decision = decisionOn(await added());
      await approve(decision);
      const { registration } = decision;
      const failed = { ...registration, approval: { ...registration.approval, invitationFailed: true } };
      await on.registrations.saveApproval(failed, patience());
      expect(await find(registration)).toEqual(failed);
      expect(await dueIds()).toEqual([]);
      const repeated = { ...registration, approval: { ...registration.approval, complete: true } };
      await on.registrations.saveApproval(repeated, patience());
      expect(await find(registration)).toEqual(repeated);
    });

    it('rejects a pending one alone, with its audit entry', async () => {
      const pending = await added({ approvalPending: true }, NOON);
      const rejected = { ...pending, status: 'rejected', approvalPending: false } as const;
      const entry = anEntry({ action: 'registration.rejected' });
      await on.registrations.reject(rejected, [entry], patience());
      expect(await find(pending)).toEqual(rejected);
      expect(await trailOf(entry.tenantId)).toEqual([entry]);
      expect(await dueIds()).toEqual([]);
      const again = on.registrations.reject(rejected, [anEntry(entry)], patience());
      await expect(again).rejects.toThrow(RegistrationDecided);
      const never = on.registrations.reject(aRegistration({ status: 'rejected' }), [], patience());
      await expect(never).rejects.toThrow(RegistrationDecided);
    });

    it('lists the newest first, by status and by pages', async () => {
      const made: Registration[] = [];
      for (const age of [2, 0, 3, 1]) made[age] = await added({ createdAt: NOON - age });
      await on.registrations.reject({ ...made[1]!, status: 'rejected' }, [], patience());
      const list = async (status?: RegistrationStatus) => {
        const ids: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await on.registrations.list({ status, limit: 2, cursor }, patience());
          ids.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        return ids;
      };
      expect(await list()).toEqual([0, 1, 2, 3].map((age) => made[age]!.id));
      expect(await list('pending')).toEqual([0, 2, 3].map((age) => made[age]!.id));
      expect(await list('rejected')).toEqual([made[1]!.id]);
      const { nextCursor: cursor } = await on.registrations.list({ limit: 1 }, patience());
      const foreign = on.registrations.list({ status: 'pending', limit: 1, cursor }, patience());
      await expect(foreign).rejects.toThrow(BadCursor);
    });
  });
}
