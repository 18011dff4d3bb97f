/** Lists the licences of what the image holds, in docs/licences.md; `--check` compares, and refuses what we may not ship. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { promisify } from 'node:util';

const FILE = 'docs/licences.md';
/** All let us ship the package with its notice, and ask for nothing else. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Python-2.0',
];

/** As CycloneDX has it. */
interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string };
    readonly expression?: string;
  }[];
}

async function components(): Promise<readonly Component[]> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
  const { stdout } = await promisify(execFile)('npm', args, { maxBuffer: 2 ** 26 });
  return (JSON.parse(stdout) as { components: readonly Component[] }).components;
}

function licenceOf({ licenses = [] }: Component): string {
  return (
    licenses.map(({ license, expression }) => license?.id ?? expression ?? 'unknown').join(' AND ') ||
    'unknown'
  );
}

function nameOf({ group, name }: Component): string {
  return group ? `${group}/${name}` : name;
}

function list(all: readonly Component[]): string {
  const lines = all.map((one) => `- ${nameOf(one)} ${one.version}: ${licenceOf(one)}`).sort();
  return `# Licences of what the image holds

Written by \`npm run licences\`. The texts are in the image, beside each package, and of what the portal’s pages
are made of in packages/portal/dist/licences.md. \`npm run --silent sbom\` prints the same packages
as a bill of materials (CycloneDX).

${[...new Set(lines)].join('\n')}
`;
}

const all = await components();
const refused = all.filter((one) => !ALLOWED.includes(licenceOf(one)));
for (const one of refused)
  console.error(
    `${nameOf(one)} ${one.version} is under ${licenceOf(one)}: replace it, or allow that in dev/licences.ts`,
  );
const listed = list(all);
const isCheck = process.argv.includes('--check');
const isListed = !isCheck || listed === (await readFile(FILE, 'utf8').catch(() => ''));
if (!isCheck) await writeFile(FILE, listed);
if (!isListed) console.error(`${FILE} is not what package-lock.json says: run npm run licences`);
if (refused.length > 0 || !isListed) process.exitCode = 1;
