import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { PeoplePool } from '../../../src/admin/ports/people-pool.js';
import { CognitoMachinePool } from '../../../src/aws/cognito/cognito-machine-pool.js';
import { CanaryStore } from '../../../src/clients/ports/canary-store.js';
import { MachinePool } from '../../../src/clients/ports/machine-pool.js';
import { DAY, HOUR } from '../../../src/common/clock.js';
import { ComparisonSchedule } from '../../../src/reconcile/comparison-schedule.js';
import { DoubtfulTable, OrphanRemoval } from '../../../src/reconcile/orphan-removal.js';
import { PoolComparison } from '../../../src/reconcile/pool-comparison.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { makePartner } from '../../support/partner.js';
import { anAddress, makeOperator } from '../../support/people.js';
import { patience } from '../../support/signals.js';
import { makeAnew, makeTable } from '../../support/table.js';
import { travel } from '../../support/travel.js';

const ALL = { minAge: 0, max: 100 };

describe('the user pools and the table', () => {
  let broker: TestBroker;

  beforeAll(async () => {
    broker = await startBroker();
    await makeOperator(broker);
  });
  afterAll(() => broker.stop());

  const compare = () => broker.app.get(PoolComparison).compare(patience());
  const machines = () => broker.app.get(MachinePool);
  const people = () => broker.app.get(PeoplePool);
  const strayMachine = (clientId: string) =>
    machines().createUser({ clientId, tenantId: 'tn_gone', scopes: [] }, patience());
  const strayPerson = async () => {
    const email = anAddress();
    return {
      email,
      ...(await people().invite({ email, name: 'Nobody', invitationId: 'in_gone' }, patience())),
    };
  };
  const removeAll = async (limits = ALL) =>
    broker.app.get(OrphanRemoval).remove(await compare(), limits, patience());

  it('agree: clients, people, who is invited and the canary are known', async () => {
    for (let many = 0; many < 4; many += 1) await makePartner(broker);
    await strayUserOfAnotherInstallation();
    expect(await compare()).toEqual({ users: { machines: 5, people: 1 }, orphans: [], userless: [] });
  });

  it('differ where a user has no item, and where an item has no user', async () => {
    const { clientId } = await makePartner(broker);
    await machines().deleteUser(clientId, patience());
    const { sub } = await strayMachine('cl_stray');
    const person = await strayPerson();
    const { orphans, userless } = await compare();
    expect(orphans.map((one) => [one.pool, one.username, one.sub])).toEqual([
      ['machines', 'cl_stray', sub],
      ['people', person.email, person.sub],
    ]);
    expect(userless).toEqual([{ pool: 'machines', key: clientId }]);
    await removeAll();
  });

  it('are brought together by deleting what is old enough, no more than is said, and nothing that is known', async () => {
    await Promise.all(['cl_a', 'cl_b', 'cl_c'].map(strayMachine));
    expect(await removeAll({ minAge: DAY, max: 100 })).toEqual([]);
    expect(await removeAll({ minAge: 0, max: 2 })).toHaveLength(2);
    const { orphans } = await compare();
    expect(orphans).toHaveLength(1);
    const { clientId } = await makePartner(broker);
    const known = { ...orphans[0]!, username: clientId };
    expect(await broker.app.get(PoolComparison).remove(known, patience())).toBe(false);
    expect(await machines().hasUser(clientId, patience())).toBe(true);
    expect(await removeAll()).toHaveLength(1);
  });

  it('are left alone where the table was restored', async () => {
    await strayMachine('cl_good');
    const restored = await makeTable();
    const canary = await broker.table.table.get<{ PK: string; SK: string }>(
      { PK: 'CANARY', SK: 'CANARY' },
      patience(),
    );
    await restored.table.put(canary!, [], patience());
    const other = await startBroker({ beside: { ...broker, table: restored } });
    const removal = other.app.get(OrphanRemoval).remove(await compare(), ALL, patience());
    await expect(removal).rejects.toThrow(new DoubtfulTable('restored'));
    await other.stop();
    expect(await machines().hasUser('cl_good', patience())).toBe(true);
    await removeAll();
  });

  it('are left alone where the table was made anew and is empty', async () => {
    const before = await startBroker();
    const { clientId } = await makePartner(before);
    await makeOperator(before);
    const { username } = (await before.app.get(CanaryStore).find(patience()))!;
    await before.stop();
    await makeAnew(before.table);
    const after = await startBroker({ beside: before });
    const removal = async () => {
      const differences = await after.app.get(PoolComparison).compare(patience());
      return after.app.get(OrphanRemoval).remove(differences, ALL, patience());
    };
    await expect(removal()).rejects.toThrow(new DoubtfulTable('another canary'));
    await after.app.get(MachinePool).deleteUser(username, patience());
    await expect(removal()).rejects.toThrow(new DoubtfulTable('most unknown'));
    expect(await after.app.get(MachinePool).hasUser(clientId, patience())).toBe(true);
    await after.stop();
  });

  it('are compared once a day by one replica, which tells of what differs', async () => {
    const second = await startBroker({ beside: broker });
    const told = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const { sub } = await strayMachine('cl_reported');
    const backs = [broker, second].map((one) => travel(one, 2 * HOUR));
    await Promise.all([broker, second].map(({ app }) => app.get(WorkRunner).round()));
    const reports = () =>
      Promise.resolve(
        told.mock.calls.flat().filter((line): line is object => JSON.stringify(line).includes('differ')),
      );
    const [report, ...others] = await eventually(reports, (lines) => lines.length > 0);
    expect(report).toMatchObject({ message: 'user pools and table differ', orphans: 1 });
    expect((report as { some: string[] }).some).toContain(sub);
    expect(others).toEqual([]);
    const schedule = broker.app.get(ComparisonSchedule);
    const now = Date.now() + 2 * HOUR;
    expect(await schedule.move(now + 2 * HOUR, now + DAY, patience())).toBe(false);
    backs.forEach((back) => back());
    told.mockRestore();
    await second.stop();
  });

  async function strayUserOfAnotherInstallation(): Promise<void> {
    const { client, pool } = broker.machines;
    const another = new CognitoMachinePool(client, pool, 'another');
    await another.createUser({ clientId: 'cl_theirs', tenantId: 'tn_1', scopes: [] }, patience());
  }
});
