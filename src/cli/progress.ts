const WIDTH = 30;
/** Where nobody watches, so many lines tell of the way; where nobody knows how long it is, one for so many steps. */
const LINES = 20;
const STEPS_A_LINE = 1_000;

/** Tells how far a command has come: a bar on a terminal, a line now and then elsewhere. On standard error. */
export class Progress {
  private done = 0;
  private readonly isWatched = process.stderr.isTTY;

  /** @param total how many steps there will be; left out where nobody knows */
  constructor(
    private readonly what: string,
    private readonly total?: number,
  ) {}

  step(): void {
    this.done += 1;
    if (this.isWatched) return this.draw();
    const each = this.total === undefined ? STEPS_A_LINE : Math.ceil(this.total / LINES);
    if (this.done % each === 0) process.stderr.write(`${this.count()}\n`);
  }

  end(): void {
    if (this.isWatched && this.done > 0) process.stderr.write('\n');
  }

  private draw(): void {
    process.stderr.write(`\r${this.total === undefined ? '' : this.bar(this.total)}${this.count()}`);
  }

  private bar(total: number): string {
    const full = Math.round((this.done / total) * WIDTH);
    return `[${'#'.repeat(full)}${' '.repeat(WIDTH - full)}] `;
  }

  private count(): string {
    const of = this.total === undefined ? '' : ` of ${this.total}`;
    return `${this.done}${of} ${this.what}`;
  }
}
