import { open } from 'node:fs/promises';

/** A line of a file, from 1 on. */
export interface FileLine {
  readonly number: number;
  readonly text: string;
}

/** The lines of a file that are not empty. @throws what the file system says */
export async function* linesIn(path: string): AsyncGenerator<FileLine, void, void> {
  const file = await open(path);
  let number = 0;
  for await (const text of file.readLines()) {
    number += 1;
    if (text.trim() !== '') yield { number, text };
  }
}
