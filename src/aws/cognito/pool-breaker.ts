import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { Breaker } from '../breaker.js';
import { signalOf } from '../call-signal.js';
import { dependencyError } from './cognito-errors.js';

/** Before all calls to Cognito. */
export class PoolBreaker extends Breaker {
  constructor() {
    super('pool', (error) => dependencyError('call', error));
  }

  /** Before the limiter, too: where calls are held back none waits for its turn. */
  guard(client: CognitoIdentityProviderClient): void {
    client.middlewareStack.add((next, context) => (args) => this.run(signalOf(context), () => next(args)), {
      name: 'breakCalls',
      step: 'initialize',
    });
  }
}
