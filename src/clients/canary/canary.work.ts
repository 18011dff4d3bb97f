import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { DependencyMisconfigured } from '../../common/errors/dependency-errors.js';
import { Config } from '../../config/config.js';
import type { Caller } from '../../guard/caller.js';
import { CannotUnseal } from '../../sealing/sealed.js';
import { Sealer } from '../../sealing/sealer.js';
import { WorkHandler, WorkRunner } from '../../work/work-runner.js';
import { newMachinePassword } from '../domain/machine-password.js';
import { passwordContext, refreshTokenContext } from '../domain/sealing-contexts.js';
import { lifeFrom } from '../domain/session.js';
import { CanaryStore } from '../ports/canary-store.js';
import { MachinePool, SignInRefused } from '../ports/machine-pool.js';
import { type Canary, canaryOwner, canaryUser, newCanaryName } from './canary.js';
import { CANARY_SESSION, CanaryTrial } from './canary-trial.js';

/** Makes the canary where there is none, and signs it in: at first, before Cognito forgets its sign-in, and when it does not work. */
@Injectable()
export class CanaryWork extends WorkHandler<'canary'> implements OnModuleInit, OnApplicationBootstrap {
  readonly kind = 'canary';
  private readonly logger = new Logger('Canary');

  constructor(
    private readonly runner: WorkRunner,
    private readonly canaries: CanaryStore,
    private readonly trial: CanaryTrial,
    private readonly pool: MachinePool,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    super();
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  /** Until it is there no credential is blocked. */
  onApplicationBootstrap(): void {
    this.runner.behind(async (caller) => {
      if ((await this.canaries.find(caller.signal)) === undefined) await this.make(caller);
      await this.run({ kind: 'canary' }, caller);
      this.logger.log({ message: 'the canary works' });
    });
  }

  /** Safe to repeat. @throws DependencyError */
  async run(_item: { kind: 'canary' }, { signal }: Caller): Promise<void> {
    const canary = await this.canaries.find(signal);
    if (canary === undefined) return;
    const { signIn } = canary;
    if (signIn && this.clock.now() < signIn.renewAt && (await this.trial.works(canary, signIn, signal)))
      return this.canaries.keep(canary, signIn, signal);
    const refreshToken = await this.signIn(canary, signal);
    const context = refreshTokenContext(canaryOwner(canary), CANARY_SESSION);
    const sealedRefreshToken = await this.sealer.seal(refreshToken, context, signal);
    const { renewAt } = lifeFrom(this.clock.now(), this.config.refreshTokenLife);
    await this.canaries.keep(canary, { sealedRefreshToken, renewAt }, signal);
  }

  private async make({ signal }: Caller): Promise<void> {
    const username = newCanaryName();
    const password = newMachinePassword();
    const sealedPassword = await this.sealer.seal(
      password,
      passwordContext(canaryOwner({ username })),
      signal,
    );
    const tableId = await this.canaries.tableId(signal);
    await this.canaries.create({ username, sealedPassword, tableId }, this.clock.now(), signal);
    this.logger.log({ message: 'there was no canary, one is made' });
  }

  private async signIn(canary: Canary, signal: AbortSignal): Promise<string> {
    const { username } = canary;
    const password = await this.passwordOf(canary, signal);
    await this.pool.createUser(canaryUser(canary), signal);
    await this.pool.setPassword(username, password, signal);
    try {
      return (await this.pool.signIn(username, password, signal)).refreshToken;
    } catch (cause) {
      if (!(cause instanceof SignInRefused)) throw cause;
      throw new DependencyMisconfigured('pool', 'sign the canary in', { cause });
    }
  }

  private async passwordOf(canary: Canary, signal: AbortSignal): Promise<string> {
    try {
      return await this.sealer.unseal(canary.sealedPassword, passwordContext(canaryOwner(canary)), signal);
    } catch (cause) {
      if (!(cause instanceof CannotUnseal)) throw cause;
      throw new DependencyMisconfigured('key', 'unseal the canary', { cause });
    }
  }
}
