import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { OperatorCreation } from './operators/operator-creation.js';
import { ApprovalService } from './registrations/approval.service.js';
import { DecisionService } from './registrations/decision.service.js';
import { RegistrationWork } from './registrations/registration.work.js';
import { RegistrationsController } from './registrations/registrations.controller.js';
import { RegistrationsService } from './registrations/registrations.service.js';
import { PortalRefreshTokens } from './sign-in/portal-refresh-tokens.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInService } from './sign-in/sign-in.service.js';

/** People: how they get in, and how they sign in. */
@Module({
  imports: [ClientsModule],
  controllers: [SignInController, RegistrationsController],
  providers: [
    SignInService,
    PortalRefreshTokens,
    RegistrationsService,
    DecisionService,
    ApprovalService,
    RegistrationWork,
    OperatorCreation,
  ],
  exports: [OperatorCreation],
})
export class AdminModule {}
