import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mail } from '../../dev/emulators/cognito-local.js';

export type { Mail };

/** Milliseconds. */
const DEADLINE = 30_000;
const taken = new Map<string, number>();

/**
 * The next mail that cognito-local sent to `to` and that this test file has not had yet, oldest first.
 * Address each test's people uniquely: every test file starts with the first mail ever sent.
 */
export async function nextMail(to: string): Promise<Mail> {
  const index = taken.get(to) ?? 0;
  taken.set(to, index + 1);
  const end = Date.now() + DEADLINE;
  do {
    const mail = (await mailsTo(to))[index];
    if (mail) return mail;
    await sleep(20);
  } while (Date.now() < end);
  throw new Error(`no mail number ${index + 1} to ${to} within ${DEADLINE} ms`);
}

/** All mails to this address up to now, oldest first. */
export async function mailsTo(to: string): Promise<Mail[]> {
  const lines = (await readFile(mailFile(), 'utf8')).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Mail).filter((mail) => mail.to === to);
}

function mailFile(): string {
  const { TEST_MAIL_FILE } = process.env;
  if (!TEST_MAIL_FILE) throw new Error('No mailbox: run the tests by Jest, whose global setup makes it');
  return TEST_MAIL_FILE;
}
