import { waitFor } from './wait-for.js';

const left = (reason: unknown) => new Error('left', { cause: reason });

function deferred() {
  let [resolve, reject]: [(value: number) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<number>((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
}

describe('waiting for shared work', () => {
  it('yields what the work yields', async () => {
    await expect(waitFor(Promise.resolve(1), new AbortController().signal, left)).resolves.toBe(1);
  });

  it('fails as the work fails', async () => {
    const failed = Promise.reject(new Error('failed'));
    await expect(waitFor(failed, new AbortController().signal, left)).rejects.toThrow('failed');
  });

  it('ends with its signal, while the work goes on for the others', async () => {
    const { promise, resolve } = deferred();
    const [hasty, patient] = [new AbortController(), new AbortController()];
    const [leaves, stays] = [waitFor(promise, hasty.signal, left), waitFor(promise, patient.signal, left)];
    hasty.abort('enough');
    await expect(leaves).rejects.toMatchObject({ message: 'left', cause: 'enough' });
    resolve(1);
    await expect(stays).resolves.toBe(1);
  });

  it.each(['before', 'while'])('leaves no failure without a taker, aborted %s it waits', async (when) => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const { promise, reject } = deferred();
    const controller = new AbortController();
    if (when === 'before') controller.abort();
    const waiting = waitFor(promise, controller.signal, left);
    controller.abort();
    await expect(waiting).rejects.toThrow('left');
    reject(new Error('failed'));
    await new Promise(setImmediate);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
