import type { Instant, Kill, Operation } from './history.js';

/** What is known of an operation when its request is sent, and what its answer adds. */
export type Asked = Omit<Operation, 'start' | 'end' | 'outcome' | 'status' | 'code' | 'madeId'>;
export type Answered = Pick<Operation, 'outcome' | 'status' | 'code' | 'madeId'>;

/** Writes the history down as it happens. */
export class Recorder {
  readonly operations: Operation[] = [];
  readonly kills: Kill[] = [];
  private readonly begin = performance.now();

  now(): Instant {
    return performance.now() - this.begin;
  }

  /** Carries an operation out between two looks at the clock. */
  async operation<T extends Answered>(asked: Asked, carryOut: () => Promise<T>): Promise<T> {
    const start = this.now();
    const answer = await carryOut();
    const { outcome, status, code, madeId } = answer;
    this.operations.push({ ...asked, start, end: this.now(), outcome, status, code, madeId });
    return answer;
  }

  killed(replica: number): void {
    this.kills.push({ replica, at: this.now() });
  }
}
