import type { Operation, Violation } from '../history.js';
import { windowAround } from './certainty.js';
import type { Ledger } from './ledger.js';

/**
 * Promises 1, 4 and 7: what was answered as ended lets no token out, what certainly works is never called bad, and
 * whatever fails is told as 503.
 */
export function judgeAnswers(operations: readonly Operation[], ledger: Ledger): Violation[] {
  return operations.flatMap((operation) => {
    if (operation.outcome === 'odd') return [oddAnswer(operation)];
    if (operation.kind !== 'token') return [];
    if (operation.outcome === 'done') return escaped(operation, ledger);
    return operation.outcome === 'refused' ? calledBad(operation, ledger) : [];
  });
}

function oddAnswer(operation: Operation): Violation {
  const { status, code } = operation;
  return { promise: 7, message: `answered ${status} ${code}`, operations: [operation] };
}

function escaped(use: Operation, ledger: Ledger): Violation[] {
  const standings = [
    ledger.ofCredential(use.credentialId),
    ledger.ofClient(use.clientId!),
    ledger.ofTenant(use.tenantId),
  ];
  const ends = standings.flatMap(({ bad }) => windowAround(bad, use) ?? []);
  return ends.map(({ from, because }) => ({
    promise: 1,
    message: `a token ${Math.round(use.start - from)} ms after the end by ${because?.kind}`,
    operations: because ? [because, use] : [use],
  }));
}

function calledBad(use: Operation, ledger: Ledger): Violation[] {
  const credential = windowAround(ledger.ofCredential(use.credentialId).good, use);
  const client = windowAround(ledger.ofClient(use.clientId!).good, use);
  const tenant = windowAround(ledger.ofTenant(use.tenantId).good, use);
  if (!credential || !client || !tenant) return [];
  const isRotated = ledger.credential(use.credentialId).rotations.some(({ start }) => start < use.end);
  return [
    {
      promise: isRotated || credential.because?.kind === 'rotate' ? 4 : 7,
      message: `${use.code} for a credential that worked all the time`,
      operations: [credential, client, tenant].flatMap(({ because }) => because ?? []).concat(use),
    },
  ];
}
