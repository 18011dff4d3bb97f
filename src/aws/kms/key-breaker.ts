import type { KMSClient } from '@aws-sdk/client-kms';
import { Breaker } from '../breaker.js';
import { signalOf } from '../call-signal.js';
import { dependencyError } from './kms-errors.js';

/** Before all calls to KMS; a call counts once, with its second try. */
export class KeyBreaker extends Breaker {
  constructor() {
    super('key', (error) => dependencyError('call', error));
  }

  guard(client: KMSClient): void {
    client.middlewareStack.add((next, context) => (args) => this.run(signalOf(context), () => next(args)), {
      name: 'breakCalls',
      step: 'initialize',
    });
  }
}
