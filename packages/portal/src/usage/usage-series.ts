import type { Usage } from '../api/types.js';
import type { Period } from '../ui/period-picker.js';

export type Measure = 'tokensServed' | 'cognitoCallsSaved' | 'refused';

export interface Total {
  readonly clientId: string;
  readonly tokensServed: number;
  readonly cognitoCalls: number;
  readonly cognitoCallsSaved: number;
  readonly refused: number;
}

/** By client, the busiest first. */
export function totals(items: readonly Usage[]): Total[] {
  const byClient = new Map<string, Total>();
  for (const { clientId, tokensServed, cognitoCalls, cognitoCallsSaved, refused } of items) {
    const sum = byClient.get(clientId);
    byClient.set(clientId, {
      clientId,
      tokensServed: tokensServed + (sum?.tokensServed ?? 0),
      cognitoCalls: cognitoCalls + (sum?.cognitoCalls ?? 0),
      cognitoCallsSaved: cognitoCallsSaved + (sum?.cognitoCallsSaved ?? 0),
      refused: refused + (sum?.refused ?? 0),
    });
  }
  return [...byClient.values()].sort((a, b) => b.tokensServed + b.refused - (a.tokensServed + a.refused));
}

/** Colours enough to be told apart. */
const APART = 7;

export interface Series {
  readonly title: string;
  readonly data: { readonly x: string; readonly y: number }[];
}

/** Characters of an ISO day. */
const DAY = 10;
const MONTH = 7;

/** A measure by day, over a long time by month: one series a client, and one for the rest of them. */
export function seriesOf(
  items: readonly Usage[],
  measure: Measure,
  period: Period,
  nameOf: (clientId: string) => string,
): Series[] {
  const days = daysOf(period, items);
  // More bars than these are too thin to be seen on a telephone.
  const part = days.length > 31 ? MONTH : DAY;
  const bars = [...new Set(days.map((day) => day.slice(0, part)))];
  const ranked = totals(items).sort((a, b) => b[measure] - a[measure]);
  const shown = new Set(ranked.slice(0, APART).map(({ clientId }) => clientId));
  const count = (title: string, fits: (id: string) => boolean): Series => ({
    title,
    data: bars.map((x) => ({
      x,
      y: items.reduce(
        (sum, one) => (one.day.startsWith(x) && fits(one.clientId) ? sum + one[measure] : sum),
        0,
      ),
    })),
  });
  const each = [...shown].map((id) => count(nameOf(id), (one) => one === id));
  return ranked.length > APART ? [...each, count('Others', (id) => !shown.has(id))] : each;
}

/** Every day of the period, those without any use too. */
function daysOf({ from, to }: Period, items: readonly Usage[]): string[] {
  const known = items.map(({ day }) => day).sort();
  const end = Date.parse(to ?? known.at(-1) ?? '');
  const days: string[] = [];
  for (let at = Date.parse(from ?? known[0] ?? ''); at <= end; at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
