import type { Kind, Operation } from '../history.js';
import { type Effect, effectOf, type Window, windowsOf } from './certainty.js';
import { grouped } from './grouped.js';

/** When a thing certainly lets tokens be had, and when it certainly does not. */
export interface Standings {
  readonly good: readonly Window[];
  readonly bad: readonly Window[];
}

/** What was done to one credential. */
export interface CredentialDeeds {
  readonly made: readonly Effect[];
  readonly revoked: readonly Effect[];
  readonly rotations: readonly Operation[];
  /** The ends of its grace periods. */
  readonly retired: readonly Effect[];
}

const NOTHING: CredentialDeeds = { made: [], revoked: [], rotations: [], retired: [] };

/** All changes of a history, by what they were done to. Clients and tenants are good from the beginning. */
export class Ledger {
  private readonly byTarget: ReadonlyMap<string, readonly Operation[]>;
  private readonly byMade: ReadonlyMap<string, readonly Operation[]>;
  private readonly makingsByClient: ReadonlyMap<string, readonly Operation[]>;
  private readonly standings = new Map<string, Standings>();

  constructor(operations: readonly Operation[]) {
    const changes = operations.filter(({ kind }) => kind !== 'token');
    this.byTarget = grouped(changes, targetOf);
    this.byMade = grouped(changes, ({ madeId }) => madeId);
    const makings = changes.filter(({ kind }) => kind === 'issue' || kind === 'rotate');
    this.makingsByClient = grouped(makings, ({ clientId }) => clientId);
  }

  /** All that should have made a credential of this client. */
  makings(clientId: string): readonly Operation[] {
    return this.makingsByClient.get(clientId) ?? [];
  }

  /** What was, or may have been, done to it by operations of these kinds. */
  effects(targetId: string, ...kinds: readonly Kind[]): Effect[] {
    return this.operations(targetId, ...kinds).flatMap((operation) => effectOf(operation) ?? []);
  }

  private operations(targetId: string, ...kinds: readonly Kind[]): Operation[] {
    return (this.byTarget.get(targetId) ?? []).filter(({ kind }) => kinds.includes(kind));
  }

  credential(credentialId: string | undefined): CredentialDeeds {
    if (credentialId === undefined) return NOTHING;
    const made = (this.byMade.get(credentialId) ?? []).flatMap((operation) => effectOf(operation) ?? []);
    const revoked = this.effects(credentialId, 'revoke', 'give-up');
    const rotations = this.operations(credentialId, 'rotate');
    const retired = rotations.flatMap((rotation) => effectOf(rotation, rotation.grace) ?? []);
    return { made, revoked, rotations, retired };
  }

  ofCredential(credentialId: string | undefined): Standings {
    return this.kept(`credential ${credentialId}`, () => {
      const { made, revoked, retired } = this.credential(credentialId);
      const ended = [...revoked, ...retired];
      return { good: windowsOf(made, ended), bad: windowsOf(ended, []) };
    });
  }

  ofClient(clientId: string): Standings {
    return this.kept(clientId, () => this.switched(clientId, 'enable', 'disable'));
  }

  ofTenant(tenantId: string): Standings {
    return this.kept(tenantId, () => this.switched(tenantId, 'resume', 'suspend'));
  }

  private switched(targetId: string, on: Kind, off: Kind): Standings {
    const [ons, offs] = [this.effects(targetId, on), this.effects(targetId, off)];
    const untouched = Math.min(...offs.map(({ from }) => from), Infinity);
    const good = [{ from: -Infinity, until: untouched }, ...windowsOf(ons, offs)];
    return { good, bad: windowsOf(offs, ons) };
  }

  private kept(key: string, make: () => Standings): Standings {
    const known = this.standings.get(key) ?? make();
    this.standings.set(key, known);
    return known;
  }
}

/** What an operation is done to: the credential, else the client, else the tenant. */
function targetOf({ tenantId, clientId, credentialId }: Operation): string {
  return credentialId ?? clientId ?? tenantId;
}
