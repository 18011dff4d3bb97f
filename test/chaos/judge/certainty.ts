import type { Instant, Operation } from '../history.js';

/**
 * How long after an operation that was not answered, or 503, its last request to the table may still take effect: more
 * than a try of the broker takes and than the campaign's faults delay one.
 */
const LINGERING = 2_000;

/** What an operation did, or may have done, at one instant from `from` to `until`. */
export interface Effect {
  readonly from: Instant;
  readonly until: Instant;
  /** Whether it was done for sure. */
  readonly isCertain: boolean;
  readonly operation: Operation;
}

/** A time in which something is certainly so, because of an operation or because it was so from the beginning. */
export interface Window {
  readonly from: Instant;
  readonly until: Instant;
  readonly because?: Operation;
}

/** @param delay ms after which it takes effect; undefined: it never did anything */
export function effectOf(operation: Operation, delay = 0): Effect | undefined {
  const { start, end, outcome } = operation;
  if (outcome === 'refused') return undefined;
  const isCertain = outcome === 'done';
  return { from: start + delay, until: end + delay + (isCertain ? 0 : LINGERING), isCertain, operation };
}

/**
 * When something is certainly so: from the end of what certainly made it so, until the first moment that something may
 * have taken it back which does not certainly come before.
 */
export function windowsOf(making: readonly Effect[], takingBack: readonly Effect[]): Window[] {
  return making
    .filter(({ isCertain }) => isCertain)
    .map(({ from, until, operation }) => {
      const later = takingBack.filter((back) => back.until > from).map((back) => back.from);
      return { from: until, until: Math.min(...later, Infinity), because: operation };
    })
    .filter((window) => window.from < window.until);
}

/** The window that an operation lies in from its start to its end. */
export function windowAround(
  windows: readonly Window[],
  { start, end }: Pick<Operation, 'start' | 'end'>,
): Window | undefined {
  return windows.find(({ from, until }) => from < start && end < until);
}

/** Those that may have had the last word: none that was certainly done follows for sure. */
export function possiblyLast(effects: readonly Effect[]): Effect[] {
  const certain = effects.filter(({ isCertain }) => isCertain);
  const lastBegun = Math.max(-Infinity, ...certain.map(({ from }) => from));
  return effects.filter(({ until }) => until >= lastBegun);
}
