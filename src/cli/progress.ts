const WIDTH = 30;
/** Where nobody watches, so many lines tell of the way. */
const LINES = 20;

/** Tells how far a command has come: a bar on a terminal, a line now and then elsewhere. On standard error. */
export class Progress {
  private done = 0;
  private readonly isWatched = process.stderr.isTTY;

  constructor(
    private readonly total: number,
    private readonly what: string,
  ) {}

  step(): void {
    this.done += 1;
    if (this.isWatched) return this.draw();
    if (this.done % Math.ceil(this.total / LINES) === 0) this.line();
  }

  /** Tells something beside the bar. */
  say(text: string): void {
    if (this.isWatched) process.stderr.write('\r\u001b[K');
    console.log(text);
    if (this.isWatched) this.draw();
  }

  end(): void {
    if (this.isWatched) process.stderr.write('\n');
  }

  private draw(): void {
    const full = Math.round((this.done / this.total) * WIDTH);
    process.stderr.write(`\r[${'#'.repeat(full)}${' '.repeat(WIDTH - full)}] ${this.count()}`);
  }

  private line(): void {
    process.stderr.write(`${this.count()}\n`);
  }

  private count(): string {
    return `${this.done} of ${this.total} ${this.what}`;
  }
}
