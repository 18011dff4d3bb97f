import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeMachine, tellMachine } from './report/machine.js';
import { type Table, toMarkdown } from './report/table.js';
import { OTHERS, SCENARIOS } from './scenarios/index.js';
import { moveToLoadCore } from './servers/cores.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '10' },
    output: { type: 'string', default: 'bench.json' },
  },
});
const effort = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  warmUp: Number(values['warm-up']),
};
const chosen =
  positionals.length === 0
    ? SCENARIOS
    : [...SCENARIOS, ...OTHERS].filter(({ name }) => positionals.includes(name));

const unknown = positionals.filter((name) => !chosen.some((one) => one.name === name));
if (unknown.length > 0) throw new Error(`there is no scenario ${unknown.join(', ')}`);

const machine = describeMachine();
moveToLoadCore();
console.log(`${tellMachine(machine)}\n`);
const tables: Table[] = [];
for (const scenario of chosen) {
  const table = await scenario.run(effort);
  console.log(toMarkdown(table));
  tables.push(table);
  await writeFile(values.output, `${JSON.stringify({ machine, effort, tables }, undefined, 2)}\n`);
}
