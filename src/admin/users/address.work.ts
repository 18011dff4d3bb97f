import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../guard/caller.js';
import type { WorkItem } from '../../work/work-queue.js';
import { WorkHandler, WorkRunner } from '../../work/work-runner.js';
import { EmailTaken } from '../ports/people-pool.js';
import { Invitations } from './invitations.js';
import { type Address, TenantGone, UserStore } from './user-store.js';

/** Finishes invitations that a request left half-done, and removals: the user in Cognito goes, the address is free again. */
@Injectable()
export class AddressWork extends WorkHandler<'address'> implements OnModuleInit {
  readonly kind = 'address';
  private readonly logger = new Logger('Invitation');

  constructor(
    private readonly runner: WorkRunner,
    private readonly users: UserStore,
    private readonly invitations: Invitations,
  ) {
    super();
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run({ email }: Extract<WorkItem, { kind: 'address' }>, caller: Caller): Promise<void> {
    const address = await this.users.findAddress(email, caller.signal);
    if (address?.removed) return this.invitations.withdraw(caller, email, address);
    if (address?.invitee && address.userId === undefined) return this.finish(caller, email, address);
  }

  private async finish(caller: Caller, email: string, address: Address): Promise<void> {
    try {
      await this.invitations.complete(caller, { email, ...address.invitee! }, address.invitationId);
    } catch (error) {
      if (!(error instanceof EmailTaken || error instanceof TenantGone)) throw error;
      this.logger.warn({ message: 'an invitation came to nothing', error: error.name });
      await this.invitations.withdraw(caller, email, address);
    }
  }
}
