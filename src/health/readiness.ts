import { Injectable } from '@nestjs/common';

/** Whether this replica wants requests: not before it has started, and not once it is draining. */
@Injectable()
export class Readiness {
  private state: 'starting' | 'serving' | 'draining' = 'starting';

  get serving(): boolean {
    return this.state === 'serving';
  }

  serve(): void {
    if (this.state === 'starting') this.state = 'serving';
  }

  drain(): void {
    this.state = 'draining';
  }
}
