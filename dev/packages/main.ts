/**
 * Packs each package as npm would publish it, installs it into an empty project, and uses it there: from an ES module, from
 * CommonJS, and from TypeScript of both kinds.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const USES = resolve('dev/packages/uses');

async function check(name: string): Promise<void> {
  const project = await mkdtemp(join(tmpdir(), `${name}-`));
  try {
    await install(name, project);
    for (const use of await usesOf(name, project)) await run(process.execPath, [use], { cwd: project });
    await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: project });
    console.log(`${name} works where it is installed`);
  } finally {
    await rm(project, { recursive: true });
  }
}

async function install(name: string, project: string): Promise<void> {
  await run('npm', ['pack', '--silent', '-w', `packages/${name}`, '--pack-destination', project]);
  const [archive] = await readdir(project);
  await writeFile(join(project, 'package.json'), '{"private":true}');
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--omit=peer'];
  await run('npm', ['install', ...quietly, `./${archive}`], { cwd: project });
  await symlink(resolve('node_modules/@types'), join(project, 'node_modules/@types'));
  await copyFile(join(USES, 'tsconfig.json'), join(project, 'tsconfig.json'));
}

/** @returns those that Node runs as they are */
async function usesOf(name: string, project: string): Promise<string[]> {
  const uses = (await readdir(USES)).filter((file) => file.startsWith(`${name}-`));
  for (const use of uses) await copyFile(join(USES, use), join(project, use));
  return uses.filter((use) => /\.[cm]js$/.test(use));
}

for (const name of ['verifier', 'consumer']) await check(name);
