import { jest } from '@jest/globals';
import { Clock } from '../../src/common/clock.js';
import type { TestBroker } from './broker.js';

/** Lets the broker's clock go `by` milliseconds ahead, until the returned function takes it back. */
export function travel({ app }: TestBroker, by: number): () => void {
  const clock = jest.spyOn(app.get(Clock), 'now').mockImplementation(() => Date.now() + by);
  return () => clock.mockRestore();
}
