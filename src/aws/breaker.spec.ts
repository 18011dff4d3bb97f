import { jest } from '@jest/globals';
import { SECOND } from '../common/clock.js';
import { deadlineFor } from '../common/deadline.js';
import {
  DependencyMisconfigured,
  DependencyThrottled,
  DependencyUnavailable,
} from '../common/errors/dependency-errors.js';
import { Breaker } from './breaker.js';

const OUTAGE = new Error('outage');
const REFUSAL = new Error('refusal');
const THROTTLED = new Error('throttled');

function meaning(error: unknown): Error {
  if (error === REFUSAL) return new DependencyMisconfigured('pool', 'test');
  return error === THROTTLED
    ? new DependencyThrottled('pool', 'test')
    : new DependencyUnavailable('pool', 'test');
}

describe('a breaker', () => {
  let breaker: Breaker;
  let sent: number;
  let now: number;
  const caller = new AbortController().signal;

  beforeEach(() => {
    now = 1_800_000_000_000;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    breaker = new Breaker('pool', meaning);
    sent = 0;
  });
  afterEach(() => void jest.restoreAllMocks());

  const answered = () => call(() => Promise.resolve('answer'));
  const failing = (error: Error, signal = caller) => call(() => Promise.reject(error), signal);
  function call<T>(work: () => Promise<T>, signal = caller): Promise<T | Error> {
    const counted = () => {
      sent += 1;
      return work();
    };
    return breaker.run(signal, counted).catch((error: Error) => error);
  }
  async function open(): Promise<void> {
    for (let i = 0; i < 5; i++) await failing(OUTAGE);
    sent = 0;
  }

  it('opens with the fifth outage in a row, and then refuses at once', async () => {
    for (let i = 0; i < 4; i++) await failing(OUTAGE);
    await answered();
    for (let i = 0; i < 4; i++) expect(await failing(OUTAGE)).toBe(OUTAGE);
    expect(breaker.state).toBe('closed');
    await failing(OUTAGE);
    expect(breaker.state).toBe('open');

    sent = 0;
    expect(await answered()).toMatchObject({ name: 'DependencyUnavailable', dependency: 'pool' });
    expect(sent).toBe(0);
  });

  it('takes any answer for a sign of life, be it a refusal or that there are too many calls', async () => {
    for (const sign of [REFUSAL, THROTTLED]) {
      for (let i = 0; i < 4; i++) await failing(OUTAGE);
      expect(await failing(sign)).toBe(sign);
    }
    for (let i = 0; i < 4; i++) await failing(OUTAGE);

    expect(breaker.state).toBe('closed');
  });

  it('counts neither callers who have left nor calls that were not sent', async () => {
    for (let i = 0; i < 9; i++) {
      await failing(OUTAGE, AbortSignal.abort());
      await failing(new DependencyThrottled('pool', 'too many wait'));
    }
    expect(breaker.state).toBe('closed');
    for (let i = 0; i < 4; i++) await failing(OUTAGE);
    await failing(OUTAGE, AbortSignal.abort());
    await failing(OUTAGE);
    expect(breaker.state).toBe('open');
  });

  it('lets one call try after three seconds, refuses the others meanwhile, and closes with its answer', async () => {
    await open();
    now += 3 * SECOND;
    let answer!: () => void;
    const trial = call(() => new Promise<void>((resolve) => (answer = resolve)));
    expect(breaker.state).toBe('half_open');
    expect(await answered()).toBeInstanceOf(DependencyUnavailable);
    answer();
    await trial;

    expect([breaker.state, sent]).toEqual(['closed', 1]);
    expect(await answered()).toBe('answer');
  });

  it.each([
    ['is an outage', OUTAGE, caller],
    ['was not sent', new DependencyThrottled('pool', 'too many wait'), caller],
    ['was left by its caller', OUTAGE, AbortSignal.abort()],
  ])('stays open after a trial that %s', async (_, error, signal) => {
    await open();
    now += 3 * SECOND;
    expect(await failing(error, signal)).toBe(error);
    expect(breaker.state).toBe('open');
    expect(await answered()).toBeInstanceOf(DependencyUnavailable);
  });

  it('closes with a trial that is refused: there is somebody to refuse it', async () => {
    await open();
    now += 3 * SECOND;
    expect(await failing(REFUSAL)).toBe(REFUSAL);

    expect(breaker.state).toBe('closed');
  });

  it('is neither opened, closed nor felt by probes', async () => {
    const probe = deadlineFor('probe', SECOND);
    for (let i = 0; i < 9; i++) await failing(OUTAGE, probe);
    expect(breaker.state).toBe('closed');
    await open();
    now += 3 * SECOND;

    expect(await call(() => Promise.resolve('seen'), probe)).toBe('seen');
    expect(breaker.state).toBe('open');
  });

  it('tells that it opens, each time', async () => {
    const told: Error[] = [];
    breaker.onOpen((reason) => told.push(reason));
    await open();
    now += 3 * SECOND;
    await failing(OUTAGE);

    expect(told.map(({ name }) => name)).toEqual(['DependencyUnavailable', 'DependencyUnavailable']);
  });
});
