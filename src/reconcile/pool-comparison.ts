import { Injectable } from '@nestjs/common';
import type { PoolUser } from '../common/pool-user.js';
import { MachinePopulation } from './machine-population.js';
import { PeoplePopulation } from './people-population.js';
import type { PoolName, Population } from './population.js';

/** A user of this installation that the table does not know. */
export interface Orphan extends PoolUser {
  readonly pool: PoolName;
}

/** An item whose user is gone from its pool: a client id, or the `sub` of a person. */
export interface UserlessItem {
  readonly pool: PoolName;
  readonly key: string;
}

export interface Differences {
  /** How many this installation has in each pool. */
  readonly users: Readonly<Record<PoolName, number>>;
  readonly orphans: readonly Orphan[];
  readonly userless: readonly UserlessItem[];
}

/** Compares both user pools with the table, both ways. Reads only. Keeps the name of every user in memory meanwhile. */
@Injectable()
export class PoolComparison {
  constructor(
    private readonly machines: MachinePopulation,
    private readonly people: PeoplePopulation,
  ) {}

  /** @throws DependencyError */
  async compare(signal: AbortSignal): Promise<Differences> {
    const [machines, people] = await Promise.all([
      this.compareOne(this.machines, signal),
      this.compareOne(this.people, signal),
    ]);
    return {
      users: { machines: machines.users, people: people.users },
      orphans: [...machines.orphans, ...people.orphans],
      userless: [...machines.userless, ...people.userless],
    };
  }

  /** Looks once more whether the table knows none of it, and deletes the user. @returns false: it is known after all */
  async remove(orphan: Orphan, signal: AbortSignal): Promise<boolean> {
    const population: Population = this[orphan.pool];
    if (await population.isKnown(orphan, signal)) return false;
    await population.remove(orphan, signal);
    return true;
  }

  /** What is made or removed meanwhile is no difference: each is looked at once more. */
  private async compareOne(population: Population, signal: AbortSignal) {
    const { pool } = population;
    const orphans: Orphan[] = [];
    const seen = new Set<string>();
    for await (const user of usersOf(population, signal)) {
      seen.add(population.key(user));
      if (await population.isKnown(user, signal)) continue;
      if (await population.hasUser(population.key(user), signal)) orphans.push({ pool, ...user });
    }
    const userless: UserlessItem[] = [];
    for await (const key of population.expected(signal))
      if (!seen.has(key) && !(await population.hasUser(key, signal))) userless.push({ pool, key });
    return { users: seen.size, orphans, userless };
  }
}

async function* usersOf(population: Population, signal: AbortSignal): AsyncIterable<PoolUser> {
  let after: string | undefined;
  do {
    const { users, next } = await population.users(after, signal);
    yield* users;
    after = next;
  } while (after !== undefined);
}
