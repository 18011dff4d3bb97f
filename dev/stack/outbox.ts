import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mail } from '../emulators/cognito-local.js';
import type { Places } from './places.js';
import { readIfThere } from './private-file.js';

/** A line of `outbox.ndjson`. */
export interface SentMail extends Mail {
  /** ISO 8601. */
  readonly at: string;
}

/** Milliseconds until a mail must be there; what could not be mailed at once is tried again half a minute later. */
const DEADLINE = 60_000;

/** Keeps a mail, and shows it. */
export function deliver({ outbox }: Places, { to, subject, text }: Mail): void {
  const mail: SentMail = { at: new Date().toISOString(), to, subject, text };
  appendFileSync(outbox, `${JSON.stringify(mail)}\n`, { mode: 0o600 });
  console.log(`Mail to ${to}: ${subject}. ${text}`);
}

/** The temporary password of the last invitation to `email`, which may still be on its way. */
export function temporaryPassword(places: Places, email: string): Promise<string> {
  return mailed(places, email, /temporary password is (\S+)$/);
}

/** The code of the last mail about a forgotten password to `email`, which may still be on its way. */
export function confirmationCode(places: Places, email: string): Promise<string> {
  return mailed(places, email, /confirmation code is (\d+)/);
}

async function mailed(places: Places, email: string, pattern: RegExp): Promise<string> {
  const end = Date.now() + DEADLINE;
  while (Date.now() < end) {
    const mails = (await sentMails(places)).filter(({ to }) => to === email);
    const found = mails.map(({ text }) => pattern.exec(text)?.[1]).findLast(Boolean);
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`no such mail to ${email} in ${places.outbox} within ${DEADLINE / 1_000} s`);
}

async function sentMails({ outbox }: Places): Promise<SentMail[]> {
  const lines = ((await readIfThere(outbox)) ?? '').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as SentMail);
}
