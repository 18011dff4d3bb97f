import { Injectable } from '@nestjs/common';
import { Clock, SECOND } from '../../common/clock.js';
import { canaryWorks } from '../../metrics/session-metrics.js';
import { CannotUnseal, SealedByAnother } from '../../sealing/sealed.js';
import { Sealer } from '../../sealing/sealer.js';
import { passwordContext, refreshTokenContext } from '../domain/sealing-contexts.js';
import { CanaryStore } from '../ports/canary-store.js';
import { MachinePool, SignInRefused } from '../ports/machine-pool.js';
import { type Canary, type CanarySignIn, canaryOwner } from './canary.js';

/** What its sign-in is to its sealing context: it has one alone. */
export const CANARY_SESSION = 'canary';
/** What works only later says nothing about a failure now. */
const AT_ONCE = SECOND;

/** Tries what is the broker's own, to tell whose fault a failure is. */
@Injectable()
export class CanaryTrial {
  private trial: Promise<boolean> | undefined;

  constructor(
    private readonly canaries: CanaryStore,
    private readonly pool: MachinePool,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether the canary's refresh works, within a second; those who ask meanwhile get the same answer.
   * @returns false also while there is none
   * @throws DependencyError when it cannot be told
   */
  signInWorks(): Promise<boolean> {
    this.trial ??= this.refreshes(AbortSignal.timeout(AT_ONCE)).finally(() => {
      this.trial = undefined;
    });
    return this.trial;
  }

  /**
   * Whether `error`, of unsealing a record, is proof that the record is damaged: no other key has sealed it, as far as can
   * be told, and the canary's own record opens.
   * @throws DependencyError when it cannot be told
   */
  async provesDamage(error: unknown, signal: AbortSignal): Promise<boolean> {
    if (!(error instanceof CannotUnseal) || error instanceof SealedByAnother) return false;
    return this.recordOpens(signal);
  }

  /** @returns false when Cognito refuses it, or its record does not open */
  async works(canary: Canary, { sealedRefreshToken }: CanarySignIn, signal: AbortSignal): Promise<boolean> {
    try {
      const context = refreshTokenContext(canaryOwner(canary), CANARY_SESSION);
      const refreshToken = await this.sealer.unseal(sealedRefreshToken, context, signal);
      await this.pool.refresh(canary.username, refreshToken, signal);
      canaryWorks.set(1);
      return true;
    } catch (error) {
      canaryWorks.set(0);
      if (error instanceof SignInRefused || error instanceof CannotUnseal) return false;
      throw error;
    }
  }

  private async recordOpens(signal: AbortSignal): Promise<boolean> {
    const canary = await this.canaries.find(signal);
    if (canary === undefined) return false;
    try {
      await this.sealer.unseal(canary.sealedPassword, passwordContext(canaryOwner(canary)), signal);
      return true;
    } catch (error) {
      if (error instanceof CannotUnseal) return false;
      throw error;
    }
  }

  private async refreshes(signal: AbortSignal): Promise<boolean> {
    const canary = await this.canaries.find(signal);
    if (canary?.signIn === undefined) return false;
    const works = await this.works(canary, canary.signIn, signal);
    if (!works) await this.canaries.doubt(this.clock.now(), signal);
    return works;
  }
}
