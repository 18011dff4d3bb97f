import { SECOND } from '../common/clock.js';
import { deadlineFor } from '../common/deadline.js';

const EVERY = 15 * SECOND;
const TIMEOUT = 2 * SECOND;

/** Looks after one dependency in the background, so that no health request waits for it. */
export class BackgroundProbe {
  private healthy = true;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly look: (signal: AbortSignal) => Promise<void>) {}

  get status(): 'up' | 'degraded' {
    return this.healthy ? 'up' : 'degraded';
  }

  async start(): Promise<void> {
    this.healthy = await this.look(deadlineFor('probe', TIMEOUT)).then(
      () => true,
      () => false,
    );
    this.timer = setTimeout(() => void this.start(), EVERY).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
