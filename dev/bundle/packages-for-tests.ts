import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { build, type Plugin } from 'rolldown';
import { OUTSIDE } from './outside.js';

/** Of these tests get what everybody gets: it is small, or loaded where it is used, or CommonJS asks for it. */
const AS_INSTALLED = /^(?:@opentelemetry\/|@smithy\/types$|ipaddr\.js$|jose$)/;
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
const PACKAGES = [...Object.keys(dependencies), '@nestjs/testing'].filter((name) => !AS_INSTALLED.test(name));
const ENTRY = 'entry:';

/** What is installed, and how it is bundled. */
const content = createHash('sha256')
  .update(readFileSync('node_modules/.package-lock.json'))
  .update(PACKAGES.join())
  .update(readFileSync('dev/bundle/outside.ts'))
  .update(readFileSync('dev/bundle/packages-for-tests.ts'));
const FOLDER = `node_modules/.cache/packages-for-tests/${content.digest('hex').slice(0, 16)}`;

/**
 * Jest gives each test file modules of its own, and takes seconds to find, compile and link the two thousand that a broker
 * is made of. Bundled they are sixty. Made once for what is installed.
 * @returns for Jest's moduleNameMapper: where it finds each package
 */
export async function packagesForTests(): Promise<Record<string, string>> {
  if (!existsSync(FOLDER)) await bundle();
  return Object.fromEntries(
    PACKAGES.map((name) => [`^${name.replaceAll('.', '\\.')}$`, `<rootDir>/${FOLDER}/${fileOf(name)}`]),
  );
}

async function bundle(): Promise<void> {
  const made = `${FOLDER}-${process.pid}`;
  await build({
    input: Object.fromEntries(PACKAGES.map((name) => [fileOf(name), ENTRY + name])),
    platform: 'node',
    logLevel: 'warn',
    plugins: [entries],
    external: OUTSIDE,
    output: { dir: made, entryFileNames: '[name]', chunkFileNames: 'chunks/[name]-[hash].mjs' },
  });
  try {
    await rename(made, FOLDER);
  } catch (error) {
    if (!existsSync(FOLDER)) throw error;
    await rm(made, { recursive: true }); // another run was faster
  }
}

/** A module for each package, with all the names that Node finds in it: CommonJS has none to look at. */
const entries: Plugin = {
  name: 'entries',
  resolveId: (id) => (id.startsWith(ENTRY) ? `\0${id}` : undefined),
  load: (id) => (id.startsWith(`\0${ENTRY}`) ? entryOf(id.slice(ENTRY.length + 1)) : undefined),
};

async function entryOf(name: string): Promise<string> {
  const names = Object.keys((await import(name)) as object).filter((one) => one !== 'module.exports');
  return names.length > 0 ? `export { ${names.join(', ')} } from '${name}';` : `import '${name}';`;
}

function fileOf(name: string): string {
  return `${name.replaceAll('/', '_')}.mjs`;
}
