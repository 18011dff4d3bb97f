/** What a program in another language says that it got, by whatever it calls the way it went. */
export type Outcome = Readonly<Record<string, unknown>>;

/** @param output one JSON object a line, each with its `flow` */
export function byFlow(output: string): Record<string, Outcome> {
  const lines = output.trim().split('\n');
  const outcomes = lines.map((line) => JSON.parse(line) as { flow: string } & Outcome);
  return Object.fromEntries(outcomes.map(({ flow, ...outcome }) => [flow, outcome]));
}
