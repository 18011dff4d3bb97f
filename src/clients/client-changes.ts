import { Injectable } from '@nestjs/common';
import { auditEntries } from '../audit/audit-entry.js';
import { ConcurrentChange } from '../common/change-guard.js';
import { Clock, type Millis } from '../common/clock.js';
import { DependencyUnavailable } from '../common/errors/dependency-errors.js';
import { Problem } from '../common/errors/problem.js';
import { Config } from '../config/config.js';
import type { Caller } from '../guard/caller.js';
import { WorkRunner } from '../work/work-runner.js';
import type { ClientChange } from './domain/client-change.js';
import type { Client } from './domain/client.js';
import { allExpiredBy, type CutOff } from '../cut-offs/cut-off.js';
import type { Session } from './domain/session.js';
import { ClientStore } from './ports/client-store.js';
import { SessionStore } from './ports/session-store.js';

/** What to do to a client as it stands; undefined: it is done already. */
export type Decision = (client: Client, now: Millis) => ClientChange | undefined;

/**
 * Carries decisions of the aggregate into the store: reads, decides, commits all that belongs to the change in one
 * transaction, and starts over when another change came first.
 */
@Injectable()
export class ClientChanges {
  constructor(
    private readonly clients: ClientStore,
    private readonly sessions: SessionStore,
    private readonly work: WorkRunner,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * @param opened the session of a credential that becomes active with this change
   * @returns the client as it was when nothing was left to do, else as it is now
   * @throws Problem what the aggregate refuses, or `not_found`; DependencyError when `caller.signal` aborts first
   */
  async apply(clientId: string, caller: Caller, decide: Decision, opened?: Session): Promise<Client> {
    while (!caller.signal.aborted) {
      const client = await this.clients.find(clientId, caller.signal);
      if (client === undefined) throw new Problem('not_found');
      const change = decide(client, this.clock.now());
      if (change === undefined) return client;
      if (await this.commit(change, caller, opened)) return change.after;
    }
    throw new DependencyUnavailable('table', 'change a client');
  }

  /** Commits one change as it was decided. @returns false when another change came first */
  async commit(change: ClientChange, caller: Caller, opened?: Session): Promise<boolean> {
    const ended = await this.sessionsThatEnd(change, caller.signal);
    const at = this.clock.now();
    const audit = auditEntries(change.facts, { caller, tenantId: change.before.tenantId, at });
    try {
      const cutOffs = this.cutOffs(change, ended);
      await this.clients.commit(change, { audit, cutOffs, opened, ended }, caller.signal);
    } catch (error) {
      if (error instanceof ConcurrentChange) return false;
      throw error;
    }
    this.startPendingWork(change, ended);
    return true;
  }

  private async sessionsThatEnd({ before, ended }: ClientChange, signal: AbortSignal): Promise<Session[]> {
    const found = await Promise.all(ended.map(({ id }) => this.sessions.find(before.id, id, signal)));
    return found.filter((session) => session?.state === 'live') as Session[];
  }

  /** A revoked credential takes its tokens with it; one that expires or retires lets them run out. */
  private cutOffs({ before, ended, cutOff }: ClientChange, sessions: readonly Session[]): CutOff[] {
    const exp = allExpiredBy(this.clock.now(), this.config);
    const revoked = ended.filter(({ state }) => state === 'revoked').map(({ id }) => id);
    const families = sessions
      .filter(({ credentialId }) => revoked.includes(credentialId))
      .flatMap(({ families }) => families)
      .map(({ claim, value, until }) => ({ claim, value, exp: Math.max(exp, until) }));
    if (cutOff === undefined || before.sub === undefined) return families;
    const iatUpTo = cutOff === 'always' ? undefined : cutOff;
    return [...families, { claim: 'sub', value: before.sub, iatUpTo, exp }];
  }

  private startPendingWork({ after }: ClientChange, ended: readonly Session[]): void {
    // A client that is being made has its scopes brought to Cognito once it is active.
    const scopesPending = after.scopesPending && after.status !== 'provisioning';
    if (after.status === 'deleted' || scopesPending) this.work.soon({ kind: 'client', clientId: after.id });
    for (const { clientId, credentialId } of ended)
      this.work.soon({ kind: 'session', clientId, credentialId });
  }
}

/** Awaits a change of a client that may be gone by now: then nothing is left to do. */
export async function unlessGone(change: Promise<unknown>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'not_found')) throw error;
  }
}
