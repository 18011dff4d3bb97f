import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
  SchemaAttributeType,
  SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { DAY, type Millis, MINUTE } from '../../common/clock.js';

/** A user pool and its one app client, as Cognito is told of them. */
export interface PoolDefinition {
  readonly pool: CreateUserPoolCommandInput & {
    readonly PoolName: string;
    readonly Schema: SchemaAttributeType[];
  };
  readonly mfa: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'>;
  readonly client: Omit<CreateUserPoolClientCommandInput, 'UserPoolId'> & { readonly ClientName: string };
}

export interface MachinesPoolSettings {
  /** Names the pool, so that installations share an account. */
  readonly installation: string;
  /** Life of a bearer token; whole minutes, at least five. */
  readonly bearerTokenLife: Millis;
  /** Life of a session; whole days, at most 3,650. */
  readonly refreshTokenLife: Millis;
}

/**
 * An app client for which nothing is named may write every attribute, and an empty list counts as nothing named:
 * so it may write one that nobody reads.
 */
const WRITABLE_BUT_UNUSED = ['nickname'];

const COMMON_CLIENT = {
  ClientName: 'broker',
  GenerateSecret: true,
  WriteAttributes: WRITABLE_BUT_UNUSED,
  EnableTokenRevocation: true,
  RefreshTokenRotation: { Feature: 'DISABLED' },
  PreventUserExistenceErrors: 'ENABLED',
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
} as const;

/** The pool that the API trusts: machine users alone, named by their client id. */
export function machinesPool(settings: MachinesPoolSettings): PoolDefinition {
  const tokenMinutes = settings.bearerTokenLife / MINUTE;
  return {
    pool: {
      PoolName: `${settings.installation}-machines`,
      Schema: [fixed('tenant_id'), changing('scopes'), fixed('installation')],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
      Policies: { PasswordPolicy: lengthAlone(12) },
      DeletionProtection: 'ACTIVE',
      UserPoolTier: 'LITE', // new pools are ESSENTIALS: dearer, for nothing that machines use
    },
    mfa: { MfaConfiguration: 'OFF' },
    client: {
      ...COMMON_CLIENT,
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      ReadAttributes: ['custom:tenant_id', 'custom:scopes'],
      IdTokenValidity: tokenMinutes,
      AccessTokenValidity: tokenMinutes,
      RefreshTokenValidity: settings.refreshTokenLife / DAY,
    },
  };
}

/** The pool of the people who sign in to the portal, named by their lower-case e-mail address. */
export function peoplePool(installation: string): PoolDefinition {
  return {
    pool: {
      PoolName: `${installation}-people`,
      Schema: [fixed('invite'), fixed('installation')],
      UsernameConfiguration: { CaseSensitive: false },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      Policies: { PasswordPolicy: lengthAlone(12) },
      DeletionProtection: 'ACTIVE',
    },
    mfa: { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } },
    client: {
      ...COMMON_CLIENT,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      ReadAttributes: ['email', 'email_verified', 'name'],
      IdTokenValidity: 15,
      AccessTokenValidity: 15,
      RefreshTokenValidity: 1,
    },
  };
}

function fixed(name: string): SchemaAttributeType {
  return { ...changing(name), Mutable: false };
}

/** 2,048 characters are the most that Cognito keeps. */
function changing(name: string): SchemaAttributeType {
  return {
    Name: name,
    AttributeDataType: 'String',
    Mutable: true,
    StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' },
  };
}

/** Length is what makes a password hard to guess, not its kinds of characters (NIST SP 800-63B §3.1.1.2). */
function lengthAlone(MinimumLength: number) {
  return {
    MinimumLength,
    RequireUppercase: false,
    RequireLowercase: false,
    RequireNumbers: false,
    RequireSymbols: false,
    TemporaryPasswordValidityDays: 7,
  };
}
