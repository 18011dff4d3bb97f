import { Module } from '@nestjs/common';
import { TenantsModule } from '../tenants/tenants.module.js';
import { UsageModule } from '../usage/usage.module.js';
import { ClientsController } from './api/clients.controller.js';
import { CredentialsController } from './api/credentials.controller.js';
import { BearerTokenSealer } from './bearer-token-sealer.js';
import { KillSwitch } from './kill-switch.js';
import { SessionRenewal } from './session-renewal.js';
import { MachinePasswords } from './machine-passwords.js';
import { BlockedCredentials } from './blocked-credentials.js';
import { CanaryTrial } from './canary/canary-trial.js';
import { CanaryWork } from './canary/canary.work.js';
import { ClientChanges } from './client-changes.js';
import { ClientProvisioner } from './client-provisioner.js';
import { ClientWork } from './client.work.js';
import { ClientsService } from './clients.service.js';
import { CredentialIssuer } from './credential-issuer.js';
import { CredentialsService } from './credentials.service.js';
import { SessionWork } from './session.work.js';
import { TenantClients } from './tenant-clients.js';
import { TenantScopes } from './tenant-scopes.js';

/** API clients and their credentials. */
@Module({
  imports: [TenantsModule, UsageModule],
  controllers: [ClientsController, CredentialsController],
  providers: [
    ClientsService,
    CredentialsService,
    ClientChanges,
    BearerTokenSealer,
    MachinePasswords,
    ClientProvisioner,
    CredentialIssuer,
    ClientWork,
    CanaryTrial,
    CanaryWork,
    KillSwitch,
    SessionRenewal,
    BlockedCredentials,
    SessionWork,
    TenantScopes,
    TenantClients,
  ],
  exports: [ClientsService, CredentialsService, BearerTokenSealer, KillSwitch, TenantScopes, TenantClients],
})
export class ClientsModule {}
