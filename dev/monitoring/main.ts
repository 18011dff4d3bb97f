import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RULES = 'deploy/prometheus';
const DASHBOARD = 'deploy/grafana/b2b-auth-broker.json';

/**
 * Has promtool (of Debian's package `prometheus`) judge the alert rules, play their tests, and read every expression of the
 * dashboard. Without promtool it is left out, and says so; with `REQUIRE_ALL=1` that is a failure.
 */
function main(): number {
  if (spawnSync('promtool', ['--version']).error !== undefined) return leftOut();
  const folder = mkdtempSync(join(tmpdir(), 'monitoring-'));
  try {
    const dashboard = join(folder, 'dashboard.yml');
    writeFileSync(dashboard, JSON.stringify({ groups: [{ name: 'dashboard', rules: expressions() }] }));
    const checks = [
      ['check', 'config', `${RULES}/scrape.yml`],
      ['test', 'rules', `${RULES}/rules.test.yml`],
      ['check', 'rules', dashboard],
    ];
    return checks.every(promtool) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function leftOut(): number {
  const message = 'left out: promtool, of Debian’s package prometheus, is not installed';
  process.stderr.write(`${message}\n`);
  return process.env['REQUIRE_ALL'] === '1' ? 1 : 0;
}

function promtool(args: readonly string[]): boolean {
  const { status, stdout, stderr } = spawnSync('promtool', [...args], { encoding: 'utf8' });
  if (status !== 0) process.stderr.write(`promtool ${args.join(' ')}\n${stdout}${stderr}`);
  return status === 0;
}

interface Panel {
  readonly targets?: readonly { readonly expr: string }[];
}

/** As rules, since promtool reads no dashboards; with values for what Grafana fills in. */
function expressions(): { record: string; expr: string }[] {
  const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as { panels: readonly Panel[] };
  const all = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  return all.map((expr, at) => ({
    record: `dashboard:expression:${at}`,
    expr: expr.replaceAll('$__rate_interval', '5m').replaceAll('$job', 'b2b-auth-broker'),
  }));
}

process.exitCode = main();
