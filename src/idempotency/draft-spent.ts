import { DependencyUnavailable } from '../common/errors/dependency-errors.js';

/**
 * What an earlier try had reserved has been taken back meanwhile: its id is used up. With a key the request starts anew
 * under another id; without one it is told as 503, and a repeat does.
 */
export class DraftSpent extends DependencyUnavailable {
  constructor() {
    super('pool', 'carry out what was reserved');
  }
}
