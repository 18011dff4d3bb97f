import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A line of a file, from 1 on. */
export interface FileLine {
  readonly number: number;
  readonly text: string;
}

/**
 * A file as it was when it was copied. What is read is judged before it is taken, so it is read more than once: a pipe gives
 * what it holds only once, and a file may be written meanwhile.
 */
export class TransferFile {
  private constructor(private readonly copy: FileHandle) {}

  /** Copies a file or a pipe under TMPDIR. The copy has no name, so it is gone with the process. @throws what the file system says */
  static async copyOf(path: string): Promise<TransferFile> {
    const copy = await openNameless();
    try {
      await writeFile(copy, createReadStream(path));
      return new TransferFile(copy);
    } catch (error) {
      await copy.close();
      throw error;
    }
  }

  /** The lines that are not empty, the same each time. */
  async *lines(): AsyncGenerator<FileLine, void, void> {
    const input = createReadStream('', { fd: this.copy.fd, start: 0, autoClose: false });
    let number = 0;
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      if (text.trim() !== '') yield { number, text };
    }
  }

  async close(): Promise<void> {
    await this.copy.close();
  }
}

/** It may hold secrets: only its owner can read it, and soon nobody can open it. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'import-'));
  try {
    return await open(join(folder, 'copy'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
}
