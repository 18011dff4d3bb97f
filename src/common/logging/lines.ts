/** What is to be written once this turn of the event loop is over. */
let waiting = '';

/**
 * Writes a line to standard output. The lines of one turn of the event loop go out together: each write is a call of the
 * system that everybody waits for. When the process ends, what waits is written.
 */
export function writeLine(line: string): void {
  if (waiting === '') setImmediate(write);
  waiting += `${line}\n`;
}

function write(): void {
  const lines = waiting;
  waiting = '';
  if (lines !== '') process.stdout.write(lines);
}

process.once('exit', write);
