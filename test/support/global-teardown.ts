import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export default async function globalTeardown(): Promise<void> {
  await Promise.all(globalThis.runningEmulators.map((emulator) => emulator.stop()));
  if (process.env.TEST_MAIL_FILE) await rm(dirname(process.env.TEST_MAIL_FILE), { recursive: true });
}
