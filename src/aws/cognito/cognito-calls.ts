import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Clock } from '../../common/clock.js';
import { type BreakerState, CognitoLoad, type QuotaUse } from '../../system/cognito-load.js';
import type { Breaker } from '../breaker.js';
import { BusiestSecond } from './busiest-second.js';
import { type CognitoLimiter, operationOf } from './cognito-limiter.js';
import { COGNITO_QUOTAS, quotaOf, type QuotaName } from './cognito-quotas.js';

/** Counts the calls to Cognito by the quota that AWS takes each from. */
export class CognitoCalls extends CognitoLoad {
  private readonly calls = new Map<QuotaName, BusiestSecond>();

  constructor(
    private readonly clock: Clock,
    private readonly limiter: Pick<CognitoLimiter, 'rateOf'>,
    private readonly poolBreaker: Pick<Breaker, 'state'>,
  ) {
    super();
    for (const name of Object.keys(COGNITO_QUOTAS) as QuotaName[]) this.calls.set(name, new BusiestSecond());
  }

  /** Counts every request that `client` sends from now on. */
  watch(client: CognitoIdentityProviderClient): void {
    client.middlewareStack.add(
      (next, context) => (args) => {
        this.count(operationOf(context));
        return next(args);
      },
      { name: 'countCalls', step: 'deserialize' },
    );
  }

  byQuota(): Record<string, QuotaUse> {
    const now = this.clock.now();
    const uses = [...this.calls].map(([name, calls]) => {
      const limit = Math.round(this.limiter.rateOf(name) * 10) / 10;
      return [name, { used: calls.most(now), limit }] as const;
    });
    return Object.fromEntries(uses);
  }

  breaker(): BreakerState {
    return this.poolBreaker.state;
  }

  private count(operation: string): void {
    const quota = quotaOf(operation);
    if (quota !== undefined) this.calls.get(quota)?.count(this.clock.now());
  }
}
