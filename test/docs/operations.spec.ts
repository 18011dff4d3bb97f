import { readFileSync } from 'node:fs';
import { readTemplate } from '../deploy/template.js';
import { readPage, tableIn } from './markdown-table.js';

const page = readPage('operations.md');
const MONTH = 30 * 24 * 60; // minutes
/** The share of a token's life after which the broker fetches the next one at the soonest. */
const KEPT =
  1 -
  constantOf('tokens/bearer-token-rules', 'FRESH_SHARE') -
  constantOf('tokens/bearer-token-rules', 'AGEING_SHARE');
/** The share of Cognito's quota that settled replicas use. */
const USED = constantOf('fleet/share', 'SHARED');
/** Dollars, in us-east-1, a month. */
const PRICES = {
  task: (0.04048 + 2 * 0.004445) * 24 * 30,
  loadBalancer: 0.0225 * 24 * 30,
  connections: 0.008 * 24 * 30,
  requestOfKms: 0.03 / 10_000,
  read: 0.125 / 1e6,
  write: 0.625 / 1e6,
  gigabyte: 0.25,
  machineToken: 2.25 / 1_000,
};

it('the clients that a quota carries', () => {
  const rows = [15, 60, 240].map((minutes) => [
    String(minutes),
    whole(refreshesOf(minutes)),
    whole(120 * USED * 60 * KEPT * minutes),
  ]);
  expect(tableIn(page, 'Sizing')).toEqual(rows);
});

it('what it costs', () => {
  const installations = [
    { clients: 100, minutes: 15 },
    { clients: 10_000, minutes: 15 },
    { clients: 1_000_000, minutes: 240 },
  ];
  const rows = tableIn(page, 'What it costs');
  const columns = installations.map((_, at) => rows.map((row) => row[at + 1]));
  expect(columns).toEqual(installations.map(costsOf));
});

it('that is of tasks as the template makes them', () => {
  const { Parameters, Mappings } = readTemplate('deploy/cloudformation/broker.yaml');
  expect(Mappings['Sizes']![Parameters['Size']!.Default!]).toEqual({ Cpu: '1024', Memory: '2048' });
});

function costsOf({ clients, minutes }: { readonly clients: number; readonly minutes: number }): string[] {
  const refreshes = clients * refreshesOf(minutes);
  const rate = refreshes / MONTH / 60;
  const parts = [
    Math.max(0, Math.min(clients, 100_000) - 10_000) * 0.0055 + Math.max(0, clients - 100_000) * 0.0046,
    1 + 4 * refreshes * PRICES.requestOfKms,
    14 * refreshes * PRICES.read,
    14 * refreshes * PRICES.write,
    5,
    clients * (110 / 1e6) * PRICES.gigabyte,
    3 * PRICES.task + PRICES.loadBalancer + Math.ceil(rate / 25) * PRICES.connections,
  ];
  const sum = parts.reduce((total, part) => total + part, 0);
  return [
    String(minutes),
    whole(refreshes),
    String(Number(rate.toFixed(rate < 1 ? 2 : 1))),
    ...parts.map(dollars),
    `**${dollars(sum)}**`,
    `$${(sum / clients).toPrecision(3)}`,
    dollars(refreshes * PRICES.machineToken),
  ];
}

/** A month. */
function refreshesOf(minutes: number): number {
  return MONTH / (KEPT * minutes);
}

function dollars(amount: number): string {
  const text = amount < 10 ? amount.toFixed(2).replace('.00', '') : whole(amount);
  return `$${text}`;
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en');
}

function constantOf(file: string, name: string): number {
  return Number(
    new RegExp(`^const ${name} = ([\\d.]+);`, 'm').exec(readFileSync(`src/${file}.ts`, 'utf8'))![1],
  );
}
