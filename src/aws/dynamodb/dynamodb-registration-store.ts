import type { Registration, RegistrationStatus } from '../../admin/registrations/registration.js';
import { RegistrationDecided, RegistrationStore } from '../../admin/registrations/registration-store.js';
import { EmailReserved } from '../../admin/users/user-store.js';
import type { AuditEntry } from '../../audit/audit-entry.js';
import { type Clock, DAY, type Millis, toEpochSeconds } from '../../common/clock.js';
import type { Page, PageRequest } from '../../common/page.js';
import type { Tenant } from '../../tenants/tenant.js';
import { auditWrites } from './audit-item.js';
import { anyOf, equals, missing } from './conditions.js';
import { done, failedWrites } from './dynamodb-errors.js';
import { REGISTRATIONS, registrationKey, workKey } from './keys.js';
import { listPage } from './listing.js';
import { type RegistrationItem, toRegistrationItem } from './registration-item.js';
import { fromStored } from './stored.js';
import type { Table } from './table.js';
import { toTenantItem } from './tenant-item.js';
import { emailReservation } from './user-item.js';
import { put, update } from './writes.js';

/** How long one is kept that was decided, or that nobody decided on. */
const KEPT: Millis = 30 * DAY;

/** The position of the address in the transaction that approves. */
const EMAIL = 1;

export class DynamodbRegistrationStore extends RegistrationStore {
  constructor(
    private readonly table: Table,
    private readonly auditRetention: Millis,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(registrationId: string, signal: AbortSignal): Promise<Registration | undefined> {
    const item = await this.table.get<RegistrationItem>(registrationKey(registrationId), signal);
    return item && fromStored<Registration>(item);
  }

  async list(
    { status, ...request }: PageRequest & { readonly status?: RegistrationStatus },
    signal: AbortSignal,
  ): Promise<Page<Registration>> {
    const name = `${REGISTRATIONS} ${status ?? 'all'}`;
    const list = { name, where: [equals('GSI1PK', REGISTRATIONS)], descending: true };
    const page = await listPage<RegistrationItem>(this.table, list, request, signal);
    const registrations = page.items.map((item) => fromStored<Registration>(item));
    return { ...page, items: registrations.filter((one) => status === undefined || one.status === status) };
  }

  async add(registration: Registration, dueAt: Millis | undefined, signal: AbortSignal): Promise<void> {
    const item = toRegistrationItem(registration, { dueAt, forgetAt: this.forgetAt() });
    await this.table.put(item, [], signal);
  }

  async approve(
    { registration, tenant, dueAt }: { registration: Registration; tenant: Tenant; dueAt: Millis },
    audit: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<void> {
    const { admin, approval } = registration;
    const email = emailReservation(admin.email, approval!.invitationId);
    const writes = [
      put(toRegistrationItem(registration, { dueAt }), anyOf(missing('PK'), equals('status', 'pending'))),
      update(email.key, email.change, email.condition),
      put(toTenantItem(tenant), missing('PK')),
      ...auditWrites(audit, this.auditRetention),
    ];
    const failed = await failedWrites(this.table.transact(writes, signal));
    if (failed.length === 0) return;
    throw failed[0] === EMAIL ? new EmailReserved() : new RegistrationDecided();
  }

  /** One that is complete already, by whoever was faster, stays so. */
  async saveApproval({ id, approval }: Registration, signal: AbortSignal): Promise<void> {
    const key = registrationKey(id);
    const over = approval?.complete || approval?.invitationFailed;
    const set = {
      approval,
      ...(over && workKey(key.PK, undefined)),
      ...(approval?.complete && { ttl: toEpochSeconds(this.forgetAt()) }),
    };
    await done(this.table.update(key, { set }, [equals('approval.complete', false)], signal));
  }

  async reject(registration: Registration, audit: readonly AuditEntry[], signal: AbortSignal): Promise<void> {
    const item = toRegistrationItem(registration, { forgetAt: this.forgetAt() });
    const writes = [put(item, equals('status', 'pending')), ...auditWrites(audit, this.auditRetention)];
    if (!(await done(this.table.transact(writes, signal)))) throw new RegistrationDecided();
  }

  private forgetAt(): Millis {
    return this.clock.now() + KEPT;
  }
}
