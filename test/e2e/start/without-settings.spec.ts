import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** As the image starts it: no settings, and no `.env` in the working directory. */
function start(): Promise<Ended> {
  const options = { cwd: tmpdir(), env: { PATH: process.env['PATH'] } };
  return new Promise((ended) => {
    const child = execFile(process.execPath, [resolve('dist/main.js')], options, (_, stdout, stderr) =>
      ended({ code: child.exitCode!, stdout, stderr }),
    );
  });
}

it('started without settings it says all that is missing and exits with 78, without a stack trace', async () => {
  const missing = [
    'PUBLIC_URL',
    'AWS_REGION',
    'TABLE_NAME',
    'USER_POOL_ID',
    'MACHINE_CLIENT_ID',
    'MACHINE_CLIENT_SECRET',
  ];
  const ofPeople = ['PORTAL_USER_POOL_ID', 'PORTAL_CLIENT_ID', 'PORTAL_CLIENT_SECRET'];
  const { code, stdout, stderr } = await start();
  const [first, ...problems] = stderr.trim().split('\n');

  expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
  expect(first).toBe('The configuration has problems; every variable is explained in .env.example:');
  expect(problems).toEqual([...missing, ...ofPeople, 'KMS_KEY_ID'].map((name) => `  - ${name} is missing`));
});
