import { setImmediate as writtenOut } from 'node:timers/promises';

/** What the brokers of this test file have logged. */
const lines: string[] = [];
let told = 0;
let isListening = false;

interface LogLine {
  readonly level: string;
  readonly error?: string;
  readonly message: string;
}

/** Standard output is the process's: a listener of an earlier test file gives way to this one's. */
const stdout = process.stdout as NodeJS.WriteStream & { unheard?: NodeJS.WriteStream['write'] };

/** Takes in what a broker of this process writes, a line of JSON each. Of a log the errors alone are shown. */
export function listenToLog(): void {
  if (isListening) return;
  isListening = true;
  const write = (stdout.unheard ??= stdout.write.bind(stdout));
  stdout.write = ((...written: Parameters<typeof write>) => {
    lines.push(...String(written[0]).split('\n').filter(isLogged));
    return isShown(String(written[0])) ? write(...written) : true;
  }) as typeof write;
}

/** All of it, whatever its level. */
export async function wholeLog(): Promise<string> {
  await writtenOut();
  return lines.join('\n');
}

/**
 * What a person on call has been told since this was last asked: of each line of level error the name of the error, and
 * its message, which names the dependency and the operation. Lines are written at the end of a turn of the event loop.
 */
export async function newAlarms(): Promise<string[]> {
  await writtenOut();
  const news = lines.slice(told);
  told = lines.length;
  return news
    .map((line) => JSON.parse(line) as LogLine)
    .filter(({ level }) => level === 'error')
    .map(({ error = '', message }) => `${error} ${message}`);
}

function isLogged(line: string): boolean {
  return line.startsWith('{"at":');
}

function isShown(written: string): boolean {
  return !isLogged(written) || written.includes('"level":"error"');
}
