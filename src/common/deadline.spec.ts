import { once } from 'node:events';
import { collectGarbage } from '../../test/support/collect-garbage.js';
import { deadlineFor, whoWaits } from './deadline.js';

describe('a deadline that tells who waits', () => {
  it('tells who waits', () => {
    expect(whoWaits(deadlineFor('background', 1))).toBe('background');
    expect(whoWaits(deadlineFor('probe', 1, new AbortController().signal))).toBe('probe');
    expect(whoWaits(new AbortController().signal)).toBe('caller');
  });

  it('can be ended before its time', () => {
    const stop = new AbortController();
    const signal = deadlineFor('background', 60_000, stop.signal);
    stop.abort();
    expect(signal.aborted).toBe(true);
  });

  it('comes though garbage was collected, where it can be ended before its time', async () => {
    const signal = deadlineFor('background', 50, new AbortController().signal);
    const ended = once(signal, 'abort');
    await collectGarbage();
    await ended;
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });
});
