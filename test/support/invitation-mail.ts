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
  const outbox = (await (await fetch(`${endpoint}/_ministack/ses/messages`)).json()) as MinistackOutbox;
  const mails = Object.values(outbox.messages).flat();
  return temporaryPasswordIn(mails.findLast(({ To }) => To.includes(email))?.BodyText ?? '');
}

/** Neither emulator's passwords hold a full stop, which ends ministack's sentence. */
function temporaryPasswordIn(text: string): string {
  const password = /temporary password is ([^.\s]+)\.?$/.exec(text)?.[1];
  if (password === undefined) throw new Error('no temporary password in the mail');
  return password;
}
