import type {
  AdminCreateUserConfigType,
  CreateUserPoolCommandInput,
  UpdateUserPoolCommandInput,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';

type Changes = Omit<UpdateUserPoolCommandInput, 'UserPoolId'>;

/** What UpdateUserPool resets where a call does not name it, and the definition says nothing of. */
const KEPT = [
  'AutoVerifiedAttributes',
  'DeviceConfiguration',
  'EmailConfiguration',
  'LambdaConfig',
  'MfaConfiguration',
  'SmsAuthenticationMessage',
  'SmsConfiguration',
  'UserAttributeUpdateSettings',
  'UserPoolAddOns',
  'UserPoolTags',
  'VerificationMessageTemplate',
] as const satisfies (keyof Changes & keyof UserPoolType)[];

/** What a pool is told to stay as it is. */
export function kept(pool: UserPoolType): Changes {
  const { AccountRecoverySetting, AdminCreateUserConfig, DeletionProtection, Policies, UserPoolTier } = pool;
  const settings = { AccountRecoverySetting, DeletionProtection, Policies, UserPoolTier };
  const others = Object.fromEntries(KEPT.map((key) => [key, pool[key]]));
  return { ...others, ...settings, AdminCreateUserConfig: invitations(AdminCreateUserConfig) };
}

/**
 * What is otherwise in a pool than in its definition, of what can be changed: nothing, if all is well. A password policy of the
 * operator's own stays, if it asks for as long passwords.
 */
export function changesOf(pool: UserPoolType, wanted: CreateUserPoolCommandInput): Changes {
  const { AccountRecoverySetting, AdminCreateUserConfig, DeletionProtection, Policies, UserPoolTier } =
    wanted;
  const isOpen = pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
  const isWeak = minimumOf(pool) < minimumOf(wanted);
  return {
    ...(isOpen && {
      AdminCreateUserConfig: { ...invitations(pool.AdminCreateUserConfig), ...AdminCreateUserConfig },
    }),
    ...(isWeak && { Policies }),
    ...(waysOf(pool) !== waysOf(wanted) && { AccountRecoverySetting }),
    ...(pool.DeletionProtection !== DeletionProtection && { DeletionProtection }),
    ...(UserPoolTier !== undefined && pool.UserPoolTier !== UserPoolTier && { UserPoolTier }),
  };
}

/** Without days that Cognito tells of here, and takes in the password policy alone. */
function invitations({ AllowAdminCreateUserOnly, InviteMessageTemplate }: AdminCreateUserConfigType = {}) {
  return { AllowAdminCreateUserOnly, InviteMessageTemplate };
}

function minimumOf({ Policies }: Pick<UserPoolType, 'Policies'>): number {
  return Policies?.PasswordPolicy?.MinimumLength ?? 0;
}

function waysOf({ AccountRecoverySetting }: Pick<UserPoolType, 'AccountRecoverySetting'>): string {
  return (AccountRecoverySetting?.RecoveryMechanisms ?? []).map(({ Name }) => Name).join();
}
