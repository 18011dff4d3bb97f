import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { installed } from '../emulators/python-environment.js';

const run = promisify(execFile);

/**
 * Transforms a SAM template as CloudFormation would, and checks what comes of it against the schemas of all resources.
 * @throws with what is wrong
 */
export async function checkTemplate(template: string): Promise<void> {
  const python = installed('sam');
  const directory = await mkdtemp(join(tmpdir(), 'template-'));
  try {
    const plain = join(directory, 'template.json');
    const env = { ...process.env, AWS_DEFAULT_REGION: 'eu-central-1' };
    const { stdout } = await run(python, [resolve('dev/packages/transform.py'), template], { env });
    await writeFile(plain, stdout);
    await run(join(dirname(python), 'cfn-lint'), ['-t', plain]);
  } finally {
    await rm(directory, { recursive: true });
  }
}
