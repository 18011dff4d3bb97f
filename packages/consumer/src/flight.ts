import { abortable } from './abortable.js';

/** Work that several wait for. It is aborted when the last of them has left. */
export class Flight<Result> {
  private readonly deserted = new AbortController();
  private readonly work: Promise<Result>;
  private waiting = 0;

  constructor(start: (signal: AbortSignal) => Promise<Result>) {
    this.work = start(this.deserted.signal);
  }

  /** Nobody waits any more: it has ended, or been aborted, and who comes now needs another. */
  get isOver(): boolean {
    return this.deserted.signal.aborted;
  }

  /** @throws the reason of `signal`, which ends this wait, and not that of others */
  async join(signal: AbortSignal | undefined): Promise<Result> {
    this.waiting += 1;
    try {
      return await abortable(this.work, signal);
    } finally {
      this.waiting -= 1;
      if (this.waiting === 0) this.deserted.abort();
    }
  }
}
