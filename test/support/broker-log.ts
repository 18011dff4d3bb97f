import { setImmediate as writtenOut } from 'node:timers/promises';

/** What the brokers of this test file have logged. */
const lines: LogLine[] = [];
let told = 0;
let isListening = false;

interface LogLine {
  readonly level: string;
  readonly error?: string;
  readonly message: string;
}

/** Standard output is the process's: a listener of an earlier test file gives way to this one's. */
const stdout = process.stdout as NodeJS.WriteStream & { unheard?: NodeJS.WriteStream['write'] };

/** Takes in what a broker of this process writes, a line of JSON each; everything is written all the same. */
export function listenToLog(): void {
  if (isListening) return;
  isListening = true;
  const write = (stdout.unheard ??= stdout.write.bind(stdout));
  stdout.write = ((...written: Parameters<typeof write>) => {
    for (const line of String(written[0]).split('\n'))
      if (line.startsWith('{"at":')) lines.push(JSON.parse(line) as LogLine);
    return write(...written);
  }) as typeof write;
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
    .filter(({ level }) => level === 'error')
    .map(({ error = '', message }) => `${error} ${message}`);
}
