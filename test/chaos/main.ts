import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { parseArgs } from 'node:util';

/** `npm run test:chaos -- --ops 200000 --seed 7`: the campaign of chaos.spec.ts, as long as one likes. */
const { values } = parseArgs({ options: { ops: { type: 'string' }, seed: { type: 'string' } } });
for (const [name, value] of Object.entries(values)) {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} takes a whole number`);
}
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
const env = { ...process.env, CHAOS_OPS: values.ops, CHAOS_SEED: values.seed };
const child = spawn(process.execPath, [...jest, 'test/chaos/chaos.spec.ts'], { env, stdio: 'inherit' });
const [code] = (await once(child, 'exit')) as [number | null];
process.exitCode = code ?? 1;
