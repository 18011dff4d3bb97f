import type { Outcome, Spread } from '../load/rounds.js';

/** A table of the report, as it is printed and as it is kept. */
export interface Table {
  readonly title: string;
  /** What it says beside its numbers. */
  readonly notes: readonly string[];
  readonly outcomes: readonly Outcome[];
  /** The outcomes that all others are compared with, by name. */
  readonly against: readonly string[];
}

/** The table in Markdown. */
export function toMarkdown({ title, notes, outcomes, against }: Table): string {
  const known = against.filter((name) => outcomes.some((one) => one.name === name));
  const head = [
    '',
    'answers/s',
    'least to most',
    ...known.map((name) => `× ${name}`),
    'CPU µs',
    'p50 ms',
    'p99 ms',
  ];
  const rows = outcomes.map((one) => [
    one.name,
    whole(one.perSecond.median),
    `${whole(one.perSecond.least)} to ${whole(one.perSecond.most)}`,
    ...known.map((name) =>
      ratio(
        one,
        outcomes.find((other) => other.name === name)!,
      ),
    ),
    whole(one.cpu.median),
    tenth(one.p50),
    tenth(one.p99),
    whole(one.rss),
    String(one.failed),
  ]);
  const lines = [[...head, 'RSS MB', 'failed'], [...head, '', ''].map(() => '---'), ...rows];
  const table = rows.length > 0 ? [...lines.map((cells) => `| ${cells.join(' | ')} |`), ''] : [];
  return [`## ${title}`, '', ...table, ...notes, ''].join('\n');
}

function ratio(one: Outcome, other: Outcome): string {
  return (one.perSecond.median / other.perSecond.median).toFixed(2);
}

function whole(value: number): string {
  return Number.isNaN(value) ? '-' : Math.round(value).toLocaleString('en');
}

function tenth({ median }: Spread): string {
  return median.toFixed(1);
}
