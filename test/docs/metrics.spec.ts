import '../../src/app.setup.js';
import { readFileSync } from 'node:fs';
import { register } from 'prom-client';
import { plain, readPage, tableIn } from './markdown-table.js';

/** All that the broker registers when it is loaded. */
const registered = (
  register as unknown as {
    getMetricsAsArray(): { name: string; labelNames?: string[]; constructor: { name: string } }[];
  }
)
  .getMetricsAsArray()
  .filter(({ name }) => name.startsWith('broker_'));
const names = registered.map(({ name }) => name).sort();
const rules = readFileSync('deploy/prometheus/rules.yml', 'utf8');
const dashboard = readFileSync('deploy/grafana/b2b-auth-broker.json', 'utf8');

describe('docs/metrics.md', () => {
  const rows = tableIn(readPage('metrics.md'), "The broker's own");

  it('lists every metric of the broker with its kind and labels, and no other', () => {
    const documented = rows.map(([name = '', kind, labels = '']) => [
      plain(name),
      kind,
      labels.replaceAll('`', ''),
    ]);
    const actual = registered.map(({ name, labelNames = [], constructor }) => [
      name,
      constructor.name.toLowerCase(),
      labelNames.join(', '),
    ]);
    expect(documented.sort()).toEqual(actual.sort());
  });
});

/** Names of our own metrics in a text, without what Prometheus puts behind them. */
function metricsIn(text: string): string[] {
  const found = text.match(/\bbroker_[a-z_]+/g) ?? [];
  return [...new Set(found.map((name) => name.replace(/_(count|sum|bucket)$/, '')))].sort();
}

describe('what is deployed beside', () => {
  it('asks for metrics that there are', () => {
    for (const text of [rules, dashboard])
      expect(metricsIn(text).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('shows every metric on the dashboard', () => {
    expect(names.filter((name) => !metricsIn(dashboard).includes(name))).toEqual([]);
  });

  it('finds what alerts count there from the start: a series that is born with its first error has not increased', async () => {
    const text = await register.metrics();
    for (const dependency of ['table', 'key'])
      for (const outcome of ['throttled', 'misconfigured'])
        expect(text).toContain(
          `broker_dependency_failures_total{dependency="${dependency}",outcome="${outcome}"} 0`,
        );
  });

  it('has a runbook for every alert', () => {
    const headings = readPage('operations.md').match(/^### .*$/gm) ?? [];
    const anchors = headings.map((heading) => heading.slice(4).toLowerCase().replaceAll(' ', '-'));
    const wanted = [...rules.matchAll(/runbook: docs\/operations\.md#(\S+)/g)].map(([, anchor]) => anchor);
    expect(wanted.length).toBe([...rules.matchAll(/- alert:/g)].length);
    expect(wanted.filter((anchor) => !anchors.includes(anchor!))).toEqual([]);
  });
});
