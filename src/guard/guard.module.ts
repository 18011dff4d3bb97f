import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Clock } from '../common/clock.js';
import { Config } from '../config/config.js';
import { KeySet } from '../keys/key-set.js';
import { AccessGuard } from './access.guard.js';
import { Authenticator } from './authenticator.js';
import { People } from './people.js';
import { PolicyCheck } from './policy-check.js';

/** The guard of all routes, and the check that none is without a policy. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    PolicyCheck,
    { provide: APP_GUARD, useClass: AccessGuard },
    {
      provide: Authenticator,
      useFactory: (config: Config, people: People, clock: Clock) =>
        new Authenticator(config.people, new KeySet(config.people.jwksUrl, clock), people, clock),
      inject: [Config, People, Clock],
    },
  ],
  exports: [Authenticator],
})
export class GuardModule {}
