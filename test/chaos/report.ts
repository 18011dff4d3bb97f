import { CHANGES, type History, type Operation, type Violation } from './history.js';
import { coverageOf } from './judge/coverage.js';

/** Violations that are told in full; more would not tell more. */
const TOLD = 5;
/** How much of the history around a violation is told, ms before and after. */
const AROUND = 1_000;
const OUTCOMES = ['done', 'refused', 'outage', 'cut', 'odd'] as const;

/** What happened, in numbers. */
export function figuresOf(history: History, faults: ReadonlyMap<string, number>): string {
  const { operations, kills } = history;
  const seconds = Math.max(...operations.map(({ end }) => end)) / 1_000;
  const { crossed } = coverageOf(history);
  const rows = ['token' as const, ...CHANGES].map((kind) => {
    const outcomes = OUTCOMES.map((outcome) => `${countOf(operations, kind, outcome)} ${outcome}`).join(', ');
    const middle = median(operations.filter((one) => one.kind === kind).map(({ start, end }) => end - start));
    const across = kind === 'token' ? '' : `, ${crossed[kind]} crossed`;
    return `  ${kind}: ${outcomes}${across}; half within ${Math.round(middle)} ms`;
  });
  return [
    `${operations.length} operations in ${Math.round(seconds)} s, ${kills.length} kills`,
    ...rows,
    `  faults: ${[...faults].map(([name, times]) => `${name} ${times}`).join(', ')}`,
  ].join('\n');
}

/** Violations, each with the slice of history that it lies in. */
export function tell(violations: readonly Violation[], history: History, again: string): string {
  const told = violations.slice(0, TOLD).map((violation) => tellOne(violation, history));
  return [`${violations.length} violations; again with ${again}`, ...told].join('\n\n');
}

function tellOne({ promise, message, operations }: Violation, history: History): string {
  const last = operations.at(-1);
  const when = last ? ` (operation ${history.operations.indexOf(last) + 1})` : '';
  const title = promise === undefined ? message : `promise ${promise}: ${message}${when}`;
  return [title, ...sliceAround(operations, history).map((one) => line(one, operations))].join('\n');
}

/** What was done to the same client or its tenant around the last of the operations that prove it, and these. */
function sliceAround(proof: readonly Operation[], { operations }: History): Operation[] {
  const last = proof.at(-1);
  if (last === undefined) return [];
  const isNear = (one: Operation) => one.end > last.start - AROUND && one.start < last.end + AROUND;
  const isSame = ({ tenantId, clientId }: Operation) =>
    tenantId === last.tenantId && (clientId === undefined || clientId === last.clientId);
  const near = operations.filter((one) => isNear(one) && isSame(one));
  return [...new Set([...proof, ...near])].sort((a, b) => a.start - b.start);
}

function line(one: Operation, proof: readonly Operation[]): string {
  const { start, end, worker, replica, kind, credentialId, clientId, tenantId, madeId } = one;
  const time = `${start.toFixed(1)}-${end.toFixed(1)}`;
  const what = `${kind} ${credentialId ?? clientId ?? tenantId}${madeId ? ` -> ${madeId}` : ''}`;
  const grace = one.grace === undefined ? '' : ` grace ${one.grace}`;
  const how = `${one.outcome} ${one.status ?? ''} ${one.code ?? ''}`.trimEnd();
  return `${proof.includes(one) ? '>' : ' '} ${time} worker ${worker} replica ${replica}: ${what}${grace}: ${how}`;
}

function countOf(operations: readonly Operation[], kind: string, outcome: string): number {
  return operations.filter((one) => one.kind === kind && one.outcome === outcome).length;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
