import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Stopwatch } from '../../common/clock.js';
import { whoWaits } from '../../common/deadline.js';
import { DependencyMisconfigured, DependencyThrottled } from '../../common/errors/dependency-errors.js';
import type { BudgetShare } from '../../fleet/budget-share.js';
import { cognitoCalls, cognitoCallsInFlight, FAILURE_OUTCOMES } from '../../metrics/dependency-metrics.js';
import { RefreshRoom } from '../../tokens/ports/refresh-room.js';
import { signalOf } from '../call-signal.js';
import { CallQueue, type Lane } from './call-queue.js';
import { dependencyError, isRateExceeded, isRefusal, isRefusedInput } from './cognito-errors.js';
import { COGNITO_QUOTAS, type QuotaName, budgetOf, quotaOf } from './cognito-quotas.js';
import { SlowDown } from './slow-down.js';

interface Category {
  readonly queue: CallQueue;
  readonly slowDown: SlowDown;
}

/**
 * Keeps this replica's calls to Cognito within its share of every quota category, and slower where Cognito still says
 * that there are too many. Each category has a queue of its own, so nothing waits behind calls of another.
 */
export class CognitoLimiter extends RefreshRoom {
  private readonly categories: ReadonlyMap<QuotaName, Category>;

  /** @param maxSignIns sign-ins and refreshes a second that the fleet may make */
  constructor(
    private readonly maxSignIns: number,
    private readonly share: BudgetShare,
    private readonly stopwatch: Stopwatch,
  ) {
    super();
    const names = Object.keys(COGNITO_QUOTAS) as QuotaName[];
    this.categories = new Map(names.map((name) => [name, this.makeCategory(name)]));
  }

  /** Every request that `client` sends from now on waits for its turn: each try by itself, where calls are repeated. */
  guard(client: CognitoIdentityProviderClient): void {
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const operation = operationOf(context);
        const quota = quotaOf(operation);
        if (quota === undefined) return next(args);
        const signal = signalOf(context);
        await this.categories.get(quota)!.queue.enter(laneOf(operation, args.input, signal), signal);
        return this.watched(quota, () => next(args));
      },
      { name: 'limitCalls', step: 'finalizeRequest', priority: 'low' },
    );
  }

  override within<T>(refresh: () => Promise<T>): Promise<T> {
    return this.categories.get('UserAuthentication')!.queue.admit(refresh);
  }

  /** Calls a second that this replica may make now. */
  rateOf(name: QuotaName): number {
    const slow = this.categories.get(name)!.slowDown.factor(this.stopwatch.now());
    return budgetOf(name, this.maxSignIns) * this.share.current() * slow;
  }

  /** Sends away all that wait. */
  dismiss(reason: Error): void {
    for (const { queue } of this.categories.values()) queue.dismiss(reason);
  }

  private makeCategory(name: QuotaName): Category {
    for (const outcome of FAILURE_OUTCOMES) cognitoCalls.zero({ category: name, outcome });
    const highest = budgetOf(name, this.maxSignIns);
    const queue = new CallQueue(name, highest, () => this.rateOf(name), this.stopwatch);
    return { queue, slowDown: new SlowDown() };
  }

  private async watched<T>(category: QuotaName, call: () => Promise<T>): Promise<T> {
    cognitoCallsInFlight.inc({ category });
    const measure = cognitoCalls.startTimer({ category });
    try {
      const answer = await call();
      measure({ outcome: 'ok' });
      return answer;
    } catch (error) {
      measure({ outcome: outcomeOf(error) });
      if (isRateExceeded(error)) this.categories.get(category)!.slowDown.throttled(this.stopwatch.now());
      throw error;
    } finally {
      cognitoCallsInFlight.dec({ category });
    }
  }
}

/** The name of what is called, from that of the SDK's command. */
export function operationOf({ commandName = '' }: { readonly commandName?: string }): string {
  return commandName.replace(/Command$/, '');
}

/** `refused` is an answer: a password or a refresh token that is not good, a user that is not there. */
function outcomeOf(error: unknown): 'refused' | 'throttled' | 'misconfigured' | 'unavailable' {
  if (isRefusal(error) || isRefusedInput(error)) return 'refused';
  const meaning = dependencyError('call', error);
  if (meaning instanceof DependencyThrottled) return 'throttled';
  return meaning instanceof DependencyMisconfigured ? 'misconfigured' : 'unavailable';
}

/** Refreshes are the machines' and many; all else that shares their quota are sign-ins, for which a person waits. */
function laneOf(operation: string, input: object, signal: AbortSignal): Lane {
  if (whoWaits(signal) === 'background') return 'background';
  const isRefresh = 'AuthFlow' in input && input.AuthFlow === 'REFRESH_TOKEN_AUTH';
  return isRefresh && operation === 'AdminInitiateAuth' ? 'partner' : 'person';
}
