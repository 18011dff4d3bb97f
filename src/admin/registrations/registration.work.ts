import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../config/config.js';
import type { Caller } from '../../guard/caller.js';
import type { WorkItem } from '../../work/work-queue.js';
import { WorkHandler, WorkRunner } from '../../work/work-runner.js';
import { EmailTaken } from '../ports/people-pool.js';
import { EmailReserved } from '../users/user-store.js';
import { ApprovalService } from './approval.service.js';
import { DecisionService } from './decision.service.js';
import type { Registration } from './registration.js';
import { RegistrationStore } from './registration-store.js';

/** Approves what came in while registration was open, and finishes approvals that a request left half-done. */
@Injectable()
export class RegistrationWork extends WorkHandler<'registration'> implements OnModuleInit {
  readonly kind = 'registration';
  private readonly logger = new Logger('Registration');

  constructor(
    private readonly runner: WorkRunner,
    private readonly registrations: RegistrationStore,
    private readonly decisions: DecisionService,
    private readonly approvals: ApprovalService,
    private readonly config: Config,
  ) {
    super();
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  async run({ registrationId }: Extract<WorkItem, { kind: 'registration' }>, caller: Caller): Promise<void> {
    const registration = await this.registrations.find(registrationId, caller.signal);
    if (registration === undefined) return;
    const decided = registration.approvalPending ? await this.decide(caller, registration) : registration;
    if (decided.status === 'approved') await this.complete(caller, decided);
  }

  private async complete(caller: Caller, approved: Registration): Promise<void> {
    try {
      await this.approvals.complete(caller, approved);
    } catch (error) {
      if (!(error instanceof EmailTaken)) throw error;
      this.logger.warn({ message: 'an address is taken in the pool', registrationId: approved.id });
    }
  }

  /** Nobody is told that the address is known: the registration just comes to nothing. */
  private async decide(caller: Caller, registration: Registration): Promise<Registration> {
    try {
      return await this.decisions.approve(caller, registration, this.config.defaultAllowedScopes);
    } catch (error) {
      if (!(error instanceof EmailReserved)) throw error;
      return this.decisions.reject(caller, registration);
    }
  }
}
