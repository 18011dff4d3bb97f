import { PROBLEMS, type ProblemCode } from './problem-catalogue.js';

/** One field of a body that is not as it must be. `message` never repeats the value. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export interface ProblemDetails {
  /** What it is about this time; never input. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Seconds. */
  readonly retryAfter?: number;
  /** Methods that the path knows, for 405. */
  readonly allow?: readonly string[];
}

/** A request that is refused for a reason that its caller is told: RFC 9457, by the catalogue's code. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    readonly details: ProblemDetails = {},
  ) {
    super(code);
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}
