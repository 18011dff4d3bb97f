import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mail, startCognitoLocal } from '../../dev/emulators/cognito-local.js';
import { startDynamodbLocal } from '../../dev/emulators/dynamodb-local.js';
import type { Server } from '../../dev/servers/server.js';
import { startLocalstackKms } from '../../dev/emulators/localstack-kms.js';
import { startMinistack } from '../../dev/emulators/ministack.js';
import { isInstalled } from '../../dev/emulators/python-environment.js';
import type { EmulatorEndpoints } from './emulators.js';

declare global {
  /** For the global teardown, which runs in the same process and shares nothing else with the setup. */
  var runningEmulators: Server[];
}

/** Starts the emulators once for the whole run. The workers inherit the environment variables that are set here. */
export async function startEmulators(): Promise<void> {
  globalThis.runningEmulators = [];
  const [dynamodb, cognitoLocal, ministack, kms] = await Promise.all([
    running(startDynamodbLocal()),
    running(startCognitoLocal({ onMail: mailbox() })),
    isInstalled('ministack') ? running(startMinistack()) : undefined,
    isInstalled('localstack') ? running(startLocalstackKms()) : undefined,
  ]);
  process.env.TEST_EMULATORS = JSON.stringify({
    dynamodb,
    cognitoLocal,
    ministack,
    kms,
  } satisfies EmulatorEndpoints);
}

async function running(starting: Promise<Server>): Promise<string> {
  const emulator = await starting;
  globalThis.runningEmulators.push(emulator);
  return emulator.endpoint;
}

function mailbox(): (mail: Mail) => void {
  const file = join(mkdtempSync(join(tmpdir(), 'mailbox-')), 'mails.ndjson');
  writeFileSync(file, '', { mode: 0o600 });
  process.env.TEST_MAIL_FILE = file;
  return (mail) => appendFileSync(file, `${JSON.stringify(mail)}\n`);
}
