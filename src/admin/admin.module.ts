import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { AttemptLimits } from './attempt-limits.js';
import { OperatorCreation } from './operators/operator-creation.js';
import { ApprovalService } from './registrations/approval.service.js';
import { DecisionService } from './registrations/decision.service.js';
import { RegistrationWork } from './registrations/registration.work.js';
import { RegistrationsController } from './registrations/registrations.controller.js';
import { RegistrationsService } from './registrations/registrations.service.js';
import { FailedSignIns } from './sign-in/failed-sign-ins.js';
import { MfaController } from './sign-in/mfa.controller.js';
import { MfaService } from './sign-in/mfa.service.js';
import { PasswordResetController } from './sign-in/password-reset.controller.js';
import { PasswordResetService } from './sign-in/password-reset.service.js';
import { PortalRefreshTokens } from './sign-in/portal-refresh-tokens.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { SignOutService } from './sign-in/sign-out.service.js';
import { SignOutWork } from './sign-in/sign-out.work.js';
import { TenantDeletion } from './tenants/tenant-deletion.js';
import { TenantWork } from './tenants/tenant.work.js';
import { AddressWork } from './users/address.work.js';
import { Invitations } from './users/invitations.js';
import { UserChanges } from './users/user-changes.js';
import { UsersController } from './users/users.controller.js';
import { UsersService } from './users/users.service.js';
import { UsageController } from './usage/usage.controller.js';

/** People: how they get in, and how they sign in. */
@Module({
  imports: [TenantsModule, ClientsModule],
  controllers: [
    SignInController,
    PasswordResetController,
    MfaController,
    UsersController,
    RegistrationsController,
    UsageController,
  ],
  providers: [
    AttemptLimits,
    SignInService,
    SignOutService,
    SignOutWork,
    PasswordResetService,
    MfaService,
    FailedSignIns,
    PortalRefreshTokens,
    RegistrationsService,
    DecisionService,
    ApprovalService,
    RegistrationWork,
    UsersService,
    UserChanges,
    Invitations,
    AddressWork,
    TenantDeletion,
    TenantWork,
    OperatorCreation,
  ],
  exports: [OperatorCreation],
})
export class AdminModule {}
