import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** By the tab: what its text is saved as, and what runs it. */
const RUNNERS: Readonly<Record<string, readonly [file: string, command: string, ...args: string[]]>> = {
  curl: ['token.sh', 'sh'],
  'Node.js': ['token.mjs', process.execPath],
  Python: ['token.py', 'python3'],
  Go: ['token.go', 'go', 'run'],
  Java: ['Token.java', 'java'],
};

export const LANGUAGES = Object.keys(RUNNERS);

/** Runs a snippet as it was shown. @throws AssertionError when it gets no token */
export async function runSnippet(language: string, text: string, credential: string): Promise<void> {
  const [file, command, ...args] = RUNNERS[language]!;
  const directory = await mkdtemp(join(tmpdir(), 'snippet-'));
  try {
    await writeFile(join(directory, file), text);
    const env = { ...process.env, NODE_OPTIONS: '', CREDENTIAL: credential };
    const { stdout } = await run(command, [...args, file], { cwd: directory, env, timeout: 60_000 });
    assert.match(stdout, /eyJ[\w-]+\.[\w-]+\.[\w-]+/, `${language} gets a token`);
  } finally {
    await rm(directory, { recursive: true });
  }
}
