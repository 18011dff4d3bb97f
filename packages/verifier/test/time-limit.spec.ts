import { once } from 'node:events';
import { collectGarbage } from '../../../test/support/collect-garbage.js';
import { timeLimit } from '../src/time-limit.js';

describe('a time limit', () => {
  it('ends what waits for any of two signals, though garbage is collected meanwhile', async () => {
    const either = AbortSignal.any([new AbortController().signal, timeLimit(50)]);
    const ended = once(either, 'abort');
    await collectGarbage();
    await ended;
    expect(either.reason).toMatchObject({ name: 'TimeoutError' });
  });
});
