import type { History, Violation } from '../history.js';
import { judgeAnswers } from './answers.js';
import { judgeCoverage } from './coverage.js';
import { Ledger } from './ledger.js';
import { judgeState } from './state.js';
import { judgeTrail } from './trail.js';

/**
 * Judges a history against docs/promises.md. Whatever cannot be told for sure, because requests overlap or were not
 * answered, is taken in the broker's favour: each violation is one.
 */
export function judge(history: History): Violation[] {
  const { operations, standing } = history;
  const ledger = new Ledger(operations);
  return [
    ...judgeAnswers(operations, ledger),
    ...judgeState(standing, ledger),
    ...judgeTrail(standing, ledger),
    ...judgeCoverage(history),
  ];
}
