import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DynamodbRegistrationStore } from '../../../src/aws/dynamodb/dynamodb-registration-store.js';
import { DynamodbWorkQueue } from '../../../src/aws/dynamodb/dynamodb-work-queue.js';
import { MINUTE, SystemClock } from '../../../src/common/clock.js';
import { LeaseLost } from '../../../src/work/work-queue.js';
import { type WorkHandler, WorkRunner } from '../../../src/work/work-runner.js';
import { aRegistration } from '../../support/domain-fixtures.js';
import { type Gate, gate } from '../../support/gate.js';
import { patience } from '../../support/signals.js';
import { makeTable } from '../../support/table.js';

const NOBODY = { kind: 'registration', registrationId: 'rg_0' } as const;

describe('the runner of pending work', () => {
  let registrations: DynamodbRegistrationStore;
  let queue: DynamodbWorkQueue;
  let runner: WorkRunner;
  let run: jest.Mock<WorkHandler<'registration'>['run']>;
  let release: Gate;
  const clock = new SystemClock();

  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  beforeEach(async () => {
    const { table } = await makeTable();
    registrations = new DynamodbRegistrationStore(table, MINUTE, clock);
    queue = new DynamodbWorkQueue(table);
    runner = new WorkRunner(queue, clock);
    run = jest.fn<WorkHandler<'registration'>['run']>();
    release = gate();
  });
  afterEach(() => {
    release.open();
    return runner.beforeApplicationShutdown();
  });

  const handle = () => runner.register({ kind: 'registration', run });
  const addWork = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () => registrations.add(aRegistration(), clock.now() - 1, patience())),
    );
  const due = () => queue.due(clock.now(), 100, patience());
  const acquire = (holder: string, now = clock.now()) =>
    queue.acquireLease({ holder, now, until: now + MINUTE }, patience());

  it('attempts so many items at once behind answers, and leaves the rest to its rounds', async () => {
    handle();
    run.mockImplementation(() => release.passed);
    for (let i = 0; i < 100; i++) runner.soon(NOBODY);
    expect(run).toHaveBeenCalledTimes(32);
    release.open();
    await new Promise(setImmediate);
    runner.soon(NOBODY);
    expect(run).toHaveBeenCalledTimes(33);
  });

  it('ends a round that has lost its lease only once all its steps have ended', async () => {
    handle();
    await addWork(2);
    let ended = 0;
    run.mockImplementationOnce(async () => {
      await acquire('another', clock.now() + 2 * MINUTE);
      throw new Error('put it off');
    });
    run.mockImplementation(async () => {
      await release.passed;
      ended++;
    });
    const refused = gate();
    const putOff = queue.putOff.bind(queue);
    jest.spyOn(queue, 'putOff').mockImplementation((...put) => putOff(...put).finally(() => refused.open()));
    const lost = expect(runner.round().finally(() => expect(ended).toBe(1))).rejects.toThrow(LeaseLost);
    await refused.passed;
    await new Promise(setImmediate);
    release.open();
    await lost;
  });

  it('puts off what nothing handles', async () => {
    await addWork(1);
    expect(await due()).toHaveLength(1);
    await runner.round();
    expect(await due()).toEqual([]);
  });

  it('begins nothing any more once it has stopped, and gives its lease back', async () => {
    handle();
    await runner.round();
    expect(await acquire('another')).toBeUndefined();
    await runner.beforeApplicationShutdown();
    runner.soon(NOBODY);
    expect(run).not.toHaveBeenCalled();
    expect(await acquire('another')).toBeDefined();
  });
});
