import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { type FactoryProvider, Module } from '@nestjs/common';
import { PeoplePool } from '../../admin/ports/people-pool.js';
import { MachinePool } from '../../clients/ports/machine-pool.js';
import { Clock, Stopwatch } from '../../common/clock.js';
import { Config } from '../../config/config.js';
import { BudgetShare } from '../../fleet/budget-share.js';
import { CognitoLoad } from '../../system/cognito-load.js';
import { RefreshRoom } from '../../tokens/ports/refresh-room.js';
import { traced } from '../traced.js';
import { CognitoCalls } from './cognito-calls.js';
import { createCognitoClient } from './cognito-client.js';
import { CognitoLimiter } from './cognito-limiter.js';
import { CognitoMachinePool } from './cognito-machine-pool.js';
import { CognitoPeoplePool } from './cognito-people-pool.js';
import { PoolBreaker } from './pool-breaker.js';

type Cognito = CognitoIdentityProviderClient;

/** What stands before the calls. */
const GUARDS: FactoryProvider[] = [
  {
    provide: CognitoLimiter,
    inject: [Config, BudgetShare, Stopwatch],
    useFactory: ({ cognitoMaxRps }: Config, share: BudgetShare, stopwatch: Stopwatch) =>
      new CognitoLimiter(cognitoMaxRps, share, stopwatch),
  },
  {
    provide: PoolBreaker,
    inject: [CognitoLimiter],
    useFactory: (limiter: CognitoLimiter) => {
      const breaker = new PoolBreaker();
      breaker.onOpen((reason) => limiter.dismiss(reason));
      return breaker;
    },
  },
];

const CLIENT: FactoryProvider = {
  provide: CognitoIdentityProviderClient,
  inject: [Config, PoolBreaker, CognitoLimiter, CognitoLoad],
  useFactory: async (
    { region, tracing }: Config,
    breaker: PoolBreaker,
    limiter: CognitoLimiter,
    calls: CognitoCalls,
  ) => {
    const client = await traced(createCognitoClient({ region }), 'Cognito', tracing);
    breaker.guard(client);
    limiter.guard(client);
    calls.watch(client);
    return client;
  },
};

/** Which adapter stands behind which port. */
const ADAPTERS: FactoryProvider[] = [
  {
    provide: MachinePool,
    inject: [CognitoIdentityProviderClient, Config],
    useFactory: (cognito: Cognito, { machines, tableName }: Config) =>
      new CognitoMachinePool(cognito, machines, tableName),
  },
  {
    provide: PeoplePool,
    inject: [CognitoIdentityProviderClient, Config],
    useFactory: (cognito: Cognito, { people, tableName }: Config) =>
      new CognitoPeoplePool(cognito, people, tableName),
  },
  { provide: RefreshRoom, inject: [CognitoLimiter], useFactory: (limiter: CognitoLimiter) => limiter },
  {
    provide: CognitoLoad,
    inject: [Clock, CognitoLimiter, PoolBreaker],
    useFactory: (clock: Clock, limiter: CognitoLimiter, breaker: PoolBreaker) =>
      new CognitoCalls(clock, limiter, breaker),
  },
];

/** Both user pools, behind the budget of their calls. */
@Module({
  providers: [...GUARDS, CLIENT, ...ADAPTERS],
  exports: [CognitoIdentityProviderClient, ...ADAPTERS.map(({ provide }) => provide)],
})
export class CognitoModule {}
