import { budgetOf, quotaOf } from './cognito-quotas.js';

describe('the budget of a quota category', () => {
  it.each([
    [120, 120, 50],
    [60, 60, 25],
    [480, 480, 50],
  ])('with COGNITO_MAX_RPS=%d', (maxSignIns, signIns, creations) => {
    expect(budgetOf('UserAuthentication', maxSignIns)).toBe(signIns);
    expect(budgetOf('UserCreation', maxSignIns)).toBe(creations);
  });

  it('is of its own for what ends a session', () => {
    expect([quotaOf('AdminInitiateAuth'), quotaOf('RevokeToken')]).toEqual([
      'UserAuthentication',
      'UserToken',
    ]);
    expect(quotaOf('ListUserPools')).toBeUndefined();
  });
});
