import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { JwksController } from './api/jwks.controller.js';
import { TokenController } from './api/token.controller.js';
import { BearerRefresher } from './bearer-refresher.js';
import { BearerTokens } from './bearer-tokens.js';
import { TokenService } from './token.service.js';

/** The OAuth endpoints and the token path. */
@Module({
  imports: [ClientsModule],
  controllers: [TokenController, JwksController],
  providers: [TokenService, BearerTokens, BearerRefresher],
})
export class TokensModule {}
