/** What this replica may use of a budget that the fleet has together. */
export abstract class BudgetShare {
  /** The part that it may use right now, 0 to 1. The parts of all replicas are never more than 1. */
  abstract current(): number;
}

/** The broker's command line: one call at a time, of what the fleet keeps free for newcomers. */
export class CommandShare extends BudgetShare {
  current(): number {
    return 1 / 20;
  }
}
