/** A clock that stands still until it is moved. Milliseconds. */
export class StoppedClock {
  at = Date.now();
  readonly now = (): number => this.at;

  pass(millis: number): void {
    this.at += millis;
  }
}
