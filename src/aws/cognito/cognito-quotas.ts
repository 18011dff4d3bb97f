/** AWS's request-rate quotas that the broker's calls are taken from: what each allows a second, and its operations. */
export const COGNITO_QUOTAS = {
  UserAuthentication: {
    limit: 120,
    operations: ['AdminInitiateAuth', 'InitiateAuth', 'RespondToAuthChallenge'],
  },
  UserCreation: { limit: 50, operations: ['AdminCreateUser'] },
  UserAccountRecovery: {
    limit: 30,
    operations: ['AdminSetUserPassword', 'ConfirmForgotPassword', 'ForgotPassword'],
  },
  UserList: { limit: 30, operations: ['ListUsers'] },
  UserRead: { limit: 120, operations: ['AdminGetUser', 'GetUser'] },
  UserUpdate: {
    limit: 25,
    operations: [
      'AdminDeleteUser',
      'AdminDisableUser',
      'AdminEnableUser',
      'AdminUpdateUserAttributes',
      'AdminUserGlobalSignOut',
      'GlobalSignOut',
    ],
  },
  UserToken: { limit: 120, operations: ['RevokeToken'] },
  UserResourceUpdate: {
    limit: 25,
    operations: [
      'AdminSetUserMFAPreference',
      'AssociateSoftwareToken',
      'SetUserMFAPreference',
      'VerifySoftwareToken',
    ],
  },
  UserPoolRead: { limit: 15, operations: ['DescribeUserPool'] },
} as const satisfies Record<string, { limit: number; operations: readonly string[] }>;

export type QuotaName = keyof typeof COGNITO_QUOTAS;

const NAMES = Object.keys(COGNITO_QUOTAS) as QuotaName[];
const BY_OPERATION = new Map<string, QuotaName>(
  NAMES.flatMap((name) => COGNITO_QUOTAS[name].operations.map((operation) => [operation, name] as const)),
);

/** The category that a call of `operation` is taken from; undefined: one that the broker does not make. */
export function quotaOf(operation: string): QuotaName | undefined {
  return BY_OPERATION.get(operation);
}

/**
 * What the fleet may use of a category, calls a second. An installation that is allowed fewer sign-ins than AWS gives an
 * account shares the account with others, and takes as small a part of all else. More are allowed where AWS has raised
 * that one quota: the others, which AWS raises one by one, stay as they are.
 * @param maxSignIns that it may use of UserAuthentication
 */
export function budgetOf(name: QuotaName, maxSignIns: number): number {
  if (name === 'UserAuthentication') return maxSignIns;
  const { UserAuthentication } = COGNITO_QUOTAS;
  return COGNITO_QUOTAS[name].limit * Math.min(1, maxSignIns / UserAuthentication.limit);
}
