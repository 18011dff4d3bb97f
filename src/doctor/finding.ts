/** Something that is not as the broker needs it. Holds no secret. */
export interface Finding {
  /**
   * `error`: something does not work, or is not safe; `warning`: it works, and should be otherwise; `unseen`: it could not be
   * looked at, so it may be either.
   */
  readonly severity: 'error' | 'unseen' | 'warning';
  /** What is meant, in one word: `machines.EnableTokenRevocation`, say. */
  readonly setting: string;
  readonly what: string;
  readonly why: string;
  /** The command that mends it, or what to do. */
  readonly mend: string;
}

/** Looks at one thing that the broker stands on. */
export interface Examination {
  /** What is looked at. */
  readonly name: string;
  /** @throws nothing that a person could mend: that is a finding */
  run(signal: AbortSignal): Promise<Finding[]>;
}
