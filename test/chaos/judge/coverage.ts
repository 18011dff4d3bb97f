import { CHANGES, type ChangeKind, type History, type Operation, type Violation } from '../history.js';
import { grouped } from './grouped.js';

/** What a history shows of the cases that matter. */
export interface Coverage {
  /** How many changes of each kind were made while a token request that they concern was under way all the time. */
  readonly crossed: Readonly<Record<ChangeKind, number>>;
  /** How often each replica was killed, and answered again afterwards. */
  readonly revived: readonly number[];
}

type Deeds = Pick<History, 'operations' | 'kills' | 'replicas'>;

/** A history in which no change met a token request shows nothing of it, however good its answers are. */
export function judgeCoverage(history: Deeds): Violation[] {
  const { crossed, revived } = coverageOf(history);
  return [
    ...CHANGES.filter((kind) => crossed[kind] === 0).map((kind) =>
      tame(`no token request was under way across a ${kind}`),
    ),
    ...revived.flatMap((times, replica) =>
      times > 0 ? [] : [tame(`replica ${replica} was never killed and back`)],
    ),
  ];
}

export function coverageOf({ operations, kills, replicas }: Deeds): Coverage {
  const uses = operations.filter(({ kind, outcome }) => kind === 'token' && outcome !== 'cut');
  const isCrossed = crossings(uses);
  const crossed = Object.fromEntries(
    CHANGES.map((kind) => [kind, operations.filter((one) => one.kind === kind && isCrossed(one)).length]),
  ) as Record<ChangeKind, number>;
  const revived = Array.from({ length: replicas }, (_, replica) => {
    const answers = operations.filter((one) => one.replica === replica && one.outcome === 'done');
    const last = Math.max(-Infinity, ...answers.slice(-1).map(({ start }) => start));
    return kills.filter((kill) => kill.replica === replica && kill.at < last).length;
  });
  return { crossed, revived };
}

/** Whether a change was done from beginning to end while a token was being asked for of what it concerns. */
function crossings(uses: readonly Operation[]): (change: Operation) => boolean {
  const byClient = grouped(uses, ({ clientId }) => clientId);
  const byTenant = grouped(uses, ({ tenantId }) => tenantId);
  return ({ outcome, tenantId, clientId, start, end }) => {
    const concerned = (clientId === undefined ? byTenant.get(tenantId) : byClient.get(clientId)) ?? [];
    return outcome === 'done' && concerned.some((use) => use.start < start && use.end > end);
  };
}

function tame(message: string): Violation {
  return { message, operations: [] };
}
