import { DAY, MINUTE } from '../../common/clock.js';
import type { LastUses } from '../../usage/usage.js';
import { NOON } from '../../../test/support/domain-fixtures.js';
import { isSafeToRevoke } from './safe-to-revoke.js';

const uses = (times: Record<string, number>): LastUses =>
  new Map(Object.entries(times).map(([id, at]) => [id, { at }]));

describe('whether a credential may be revoked without harm', () => {
  it.each<[string, boolean, LastUses]>([
    [
      'the successor is used and the old one has not been for a day',
      true,
      uses({ old: NOON - DAY, next: NOON }),
    ],
    ['the successor is used and the old one never was', true, uses({ next: NOON - 9 * DAY })],
    ['the old one was used within a day', false, uses({ old: NOON - DAY + 1, next: NOON })],
    ['the successor was never used', false, uses({ old: NOON - 9 * DAY })],
    ['neither was ever used', false, uses({})],
  ])('%s: %s', (_, safe, lastUses) => {
    expect(isSafeToRevoke({ id: 'old', successorId: 'next' }, lastUses, NOON)).toBe(safe);
  });

  it('never is known of one that nothing replaces', () => {
    expect(isSafeToRevoke({ id: 'old' }, uses({ other: NOON - MINUTE }), NOON)).toBe(false);
  });
});
