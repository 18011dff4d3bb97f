import { readTemplate } from './template.js';

type Line = Readonly<Record<string, unknown>>;

interface MetricFilter {
  readonly FilterPattern: string;
  readonly MetricTransformations: readonly [
    { readonly MetricNamespace: string; readonly MetricName: string },
  ];
}

interface Alarm {
  readonly Namespace: string;
  readonly MetricName: string;
}

const { Resources } = readTemplate('deploy/cloudformation/broker.yaml');

/** The metrics of the template that lines of the log are counted for, each with what it counts. */
export function countedMetrics(): { readonly name: string; readonly pattern: string }[] {
  return of<MetricFilter>('AWS::Logs::MetricFilter').map(
    ({ FilterPattern, MetricTransformations: [made] }) => ({
      name: `${made.MetricNamespace} ${made.MetricName}`,
      pattern: FilterPattern,
    }),
  );
}

/** The metrics that alarms of the template watch and no service of AWS has by itself. */
export function watchedMetrics(): string[] {
  return of<Alarm>('AWS::CloudWatch::Alarm')
    .filter(({ Namespace }) => !Namespace.startsWith('AWS/'))
    .map(({ Namespace, MetricName }) => `${Namespace} ${MetricName}`);
}

/** Whether CloudWatch counts the line: terms such as `$.item.kind = "can*"` or `$.pending >= 0`, all of which have to hold. */
export function counts(pattern: string, line: Line): boolean {
  const [, terms] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  if (terms === undefined) throw new Error(`not a pattern of fields: ${pattern}`);
  return terms.split(' && ').every((term) => holds(term, line));
}

function holds(term: string, line: Line): boolean {
  const [, path, wanted, least] = /^\$\.([\w.]+) (?:= "([^"]+)"|>= (\d+))$/.exec(term) ?? [];
  if (path === undefined) throw new Error(`not a term of a pattern: ${term}`);
  const value = path.split('.').reduce<unknown>((at, name) => (at as Line | undefined)?.[name], line);
  if (wanted === undefined) return typeof value === 'number' && value >= Number(least);
  const text = wanted.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
  return typeof value === 'string' && new RegExp(`^${text}$`, 's').test(value);
}

function of<Properties>(type: string): Properties[] {
  return Object.values(Resources)
    .filter(({ Type }) => Type === type)
    .map((resource) => resource.Properties as unknown as Properties);
}
