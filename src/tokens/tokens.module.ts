import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { GuardModule } from '../guard/guard.module.js';
import { UsageModule } from '../usage/usage.module.js';
import { CutOffFeedController } from './api/cut-off-feed.controller.js';
import { FailureLimit } from './api/failure-limit.js';
import { OAuthController } from './api/oauth.controller.js';
import { WellKnownController } from './api/well-known.controller.js';
import { BearerRefresher } from './bearer-refresher.js';
import { BearerTokenVerifier } from './bearer-token-verifier.js';
import { BearerTokens } from './bearer-tokens.js';
import { CredentialProver } from './credential-prover.js';
import { CutOffFeed } from './cut-off-feed.js';
import { FailedAuthentications } from './failed-authentications.js';
import { IntrospectionService } from './introspection.service.js';
import { RevocationService } from './revocation.service.js';
import { TokenService } from './token.service.js';

/** The OAuth endpoints and the token path. */
@Module({
  imports: [ClientsModule, GuardModule, UsageModule],
  controllers: [OAuthController, CutOffFeedController, WellKnownController],
  providers: [
    TokenService,
    RevocationService,
    IntrospectionService,
    CredentialProver,
    FailedAuthentications,
    FailureLimit,
    BearerTokens,
    BearerRefresher,
    BearerTokenVerifier,
    CutOffFeed,
  ],
})
export class TokensModule {}
