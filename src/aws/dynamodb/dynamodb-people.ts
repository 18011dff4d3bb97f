import { personOf } from '../../admin/users/person.js';
import type { EpochSeconds } from '../../common/clock.js';
import { People } from '../../guard/people.js';
import type { Person } from '../../guard/principal.js';
import { userKey } from './keys.js';
import type { Table } from './table.js';
import type { UserItem } from './user-item.js';

/** Reads people from the users: whoever has an item is one of ours. */
export class DynamodbPeople extends People {
  constructor(private readonly table: Table) {
    super();
  }

  async find(userId: string, issuedAt: EpochSeconds, signal: AbortSignal): Promise<Person | undefined> {
    const user = await this.table.get<UserItem>(userKey(userId), signal);
    if (user === undefined || issuedAt <= (user.notBefore ?? 0)) return undefined;
    return personOf(user);
  }
}
