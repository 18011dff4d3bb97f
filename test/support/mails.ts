import { nextMail } from './mailbox.js';

interface MinistackOutbox {
  /** By account. */
  readonly messages: Readonly<Record<string, readonly { To: string[]; BodyText: string }[]>>;
}

/** The temporary password that cognito-local mailed to `email`. */
export async function temporaryPasswordByCognitoLocal(email: string): Promise<string> {
  return temporaryPasswordIn((await nextMail(email)).text);
}

/** The temporary password that ministack says it mailed to `email`. */
export async function temporaryPasswordByMinistack(endpoint: string, email: string): Promise<string> {
  return temporaryPasswordIn(await lastTextByMinistack(endpoint, email));
}

/** The code for a forgotten password that cognito-local mailed to `email`. */
export async function resetCodeByCognitoLocal(email: string): Promise<string> {
  return codeIn((await nextMail(email)).text);
}

/** The code for a forgotten password that ministack says it mailed to `email`. */
export async function resetCodeByMinistack(endpoint: string, email: string): Promise<string> {
  return codeIn(await lastTextByMinistack(endpoint, email));
}

async function lastTextByMinistack(endpoint: string, email: string): Promise<string> {
  const outbox = (await (await fetch(`${endpoint}/_ministack/ses/messages`)).json()) as MinistackOutbox;
  const mails = Object.values(outbox.messages).flat();
  return mails.findLast(({ To }) => To.includes(email))?.BodyText ?? '';
}

/** Neither emulator's passwords hold a full stop, which ends ministack's sentence. */
function temporaryPasswordIn(text: string): string {
  return found(/temporary password is ([^.\s]+)\.?$/, text, 'temporary password');
}

function codeIn(text: string): string {
  return found(/code is (\d+)\.?$/, text, 'code');
}

function found(pattern: RegExp, text: string, what: string): string {
  const match = pattern.exec(text)?.[1];
  if (match === undefined) throw new Error(`no ${what} in the mail`);
  return match;
}
