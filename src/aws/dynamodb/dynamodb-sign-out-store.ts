import { type SignOut, SignOutStore } from '../../admin/sign-in/sign-out-store.js';
import { type Millis, toEpochSeconds } from '../../common/clock.js';
import { exists } from './conditions.js';
import { done } from './dynamodb-errors.js';
import { signOutKey, workKey } from './keys.js';
import type { SignOutItem } from './sign-out-item.js';
import { fromStored } from './stored.js';
import type { Table } from './table.js';

export class DynamodbSignOutStore extends SignOutStore {
  constructor(private readonly table: Table) {
    super();
  }

  async find(userId: string, id: string, signal: AbortSignal): Promise<SignOut | undefined> {
    const item = await this.table.get<SignOutItem>(signOutKey(userId, id), signal);
    return item && fromStored<SignOut>(item);
  }

  async settle(
    { userId, id }: Pick<SignOut, 'userId' | 'id'>,
    forgetAt: Millis,
    signal: AbortSignal,
  ): Promise<void> {
    const key = signOutKey(userId, id);
    const set = { refreshToken: undefined, ttl: toEpochSeconds(forgetAt), ...workKey(key.PK, undefined) };
    await done(this.table.update(key, { set }, [exists('PK')], signal));
  }
}
