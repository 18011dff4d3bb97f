import { jest } from '@jest/globals';
import { Clock, type Millis } from '../../src/common/clock.js';
import type { TestBroker } from './broker.js';

/** A broker's clock that stands still but for what the test says. */
export interface StoppedClock {
  /** What it shows. */
  at: Millis;
  /** Lets it go again. */
  restart(): void;
}

/** Stops the clock of a broker at `at`. */
export function stopClock({ app }: Pick<TestBroker, 'app'>, at: Millis = Date.now()): StoppedClock {
  const now = jest.spyOn(app.get(Clock), 'now');
  const stopped = { at, restart: () => now.mockRestore() };
  now.mockImplementation(() => stopped.at);
  return stopped;
}
