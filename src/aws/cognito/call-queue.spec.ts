import { setImmediate as turn } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { DependencyThrottled, DependencyUnavailable } from '../../common/errors/dependency-errors.js';
import { gate } from '../../../test/support/gate.js';
import { CallQueue, type Lane } from './call-queue.js';

describe('the queue of a quota category', () => {
  let now: number;
  let rate: number;
  let queue: CallQueue;
  let gone: string[];

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    now = 0;
    rate = 10;
    gone = [];
    queue = new CallQueue('Test', 10, () => rate, { now: () => now });
  });
  afterEach(() => void jest.useRealTimers());

  const enter = (name: string, lane: Lane = 'partner', signal = new AbortController().signal) =>
    queue.enter(lane, signal).then(() => void gone.push(name));
  const pass = async (milliseconds: number) => {
    for (let i = 0; i < milliseconds; i += 10) {
      now += 10;
      jest.advanceTimersByTime(10);
      await turn();
    }
  };

  it('lets calls go as the rate allows, in their order', async () => {
    const calls = ['a', 'b', 'c'].map((name) => enter(name));
    await turn();
    expect(gone).toEqual(['a']);
    await pass(100);
    expect(gone).toEqual(['a', 'b']);
    await pass(100);
    await Promise.all(calls);
    expect(gone).toEqual(['a', 'b', 'c']);
  });

  it('lets people go before partners, and those before the broker’s own work', async () => {
    const lanes: Lane[] = ['partner', 'background', 'partner', 'person', 'background', 'person'];
    const calls = lanes.map((lane) => enter(lane, lane));
    await pass(1_000);
    await Promise.all(calls);

    expect(gone).toEqual(['partner', 'person', 'person', 'partner', 'background', 'background']);
  });

  it('turns away at once what would wait too long, in each lane by itself', async () => {
    const calls = Array.from({ length: 21 }, () => enter('partner'));
    await turn();

    const turnedAway = await enter('one too many').catch((error: unknown) => error);
    expect(turnedAway).toBeInstanceOf(DependencyThrottled);
    expect(turnedAway).toMatchObject({ retryAfter: 1 });
    const person = enter('person', 'person');
    await pass(100);
    await person;
    expect(gone).toEqual(['partner', 'person']);
    await pass(3_000);
    await Promise.all(calls);
  });

  it('admits as much work at a time as can have its call in time, and begins nothing of the rest', async () => {
    const full = gate();
    const admitted = Array.from({ length: 20 }, () => queue.admit(() => full.passed));
    const begun = jest.fn(() => Promise.resolve('done'));

    const turnedAway = await queue.admit(begun).catch((error: unknown) => error);
    expect(turnedAway).toBeInstanceOf(DependencyThrottled);
    expect(turnedAway).toMatchObject({ retryAfter: 1 });
    expect(begun).not.toHaveBeenCalled();
    full.open();
    await Promise.all(admitted);
    expect(await queue.admit(begun)).toBe('done');
  });

  it('has room again after work that failed', async () => {
    const failing = () => queue.admit(() => Promise.reject(new Error('it failed')));
    for (let i = 0; i < 21; i++) await expect(failing()).rejects.toThrow('it failed');
  });

  it('keeps none waiting whose time is over, and gives its turn to the next', async () => {
    const caller = new AbortController();
    const calls = [enter('a'), enter('b', 'partner', caller.signal), enter('c')];
    caller.abort();

    await expect(calls[1]).rejects.toThrow(DependencyThrottled);
    await pass(100);
    expect(gone).toEqual(['a', 'c']);
  });

  it('waits for a share where there is none yet', async () => {
    rate = 0;
    const call = enter('a');
    await pass(500);
    expect(gone).toEqual([]);
    rate = 10;
    await pass(100);
    await call;
  });

  it('sends all away at once, where asked to', async () => {
    const calls = ['a', 'b', 'c'].map((name) => enter(name));
    await turn();
    queue.dismiss(new DependencyUnavailable('pool', 'test'));

    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });
});
