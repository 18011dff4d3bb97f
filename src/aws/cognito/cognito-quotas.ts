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
