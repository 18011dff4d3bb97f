import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Clock } from '../../common/clock.js';
import { CognitoLoad, type QuotaUse } from '../../system/cognito-load.js';
import { BusiestSecond } from './busiest-second.js';
import { COGNITO_QUOTAS } from './cognito-quotas.js';

/** Counts the calls to Cognito by the quota that AWS takes each from. */
export class CognitoCalls extends CognitoLoad {
  private readonly quotas = Object.entries(COGNITO_QUOTAS).map(([name, { limit, operations }]) => ({
    name,
    limit,
    calls: new BusiestSecond(),
    operations: new Set<string>(operations),
  }));

  constructor(private readonly clock: Clock) {
    super();
  }

  /** Counts every request that `client` sends from now on. */
  watch(client: CognitoIdentityProviderClient): void {
    client.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          this.count(commandName.replace(/Command$/, ''));
          return next(args);
        },
      { name: 'countCalls', step: 'deserialize' },
    );
  }

  byQuota(): Record<string, QuotaUse> {
    const now = this.clock.now();
    const uses = this.quotas.map(({ name, limit, calls }) => [name, { used: calls.most(now), limit }]);
    return Object.fromEntries(uses) as Record<string, QuotaUse>;
  }

  private count(operation: string): void {
    const quota = this.quotas.find(({ operations }) => operations.has(operation));
    quota?.calls.count(this.clock.now());
  }
}
