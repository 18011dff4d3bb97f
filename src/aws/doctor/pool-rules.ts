import type {
  AccountRecoverySettingType,
  GetUserPoolMfaConfigCommandOutput,
  SchemaAttributeType,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { DAY, HOUR, type Millis, MINUTE, SECOND } from '../../common/clock.js';
import type { Finding } from '../../doctor/finding.js';
import type { PoolDefinition } from '../cognito/pool-definitions.js';

/** A user pool as Cognito describes it. */
export interface DescribedPool {
  readonly pool: UserPoolType;
  readonly client: UserPoolClientType;
  readonly mfa: Pick<GetUserPoolMfaConfigCommandOutput, 'MfaConfiguration' | 'SoftwareTokenMfaConfiguration'>;
}

/** One setting that must be as it is meant to be. */
export interface Rule extends Omit<Finding, 'severity'> {
  readonly severity?: Finding['severity'];
  /** Which part of the pool it looks at. */
  readonly of: keyof DescribedPool;
  readonly holds: (described: DescribedPool) => boolean;
}

/** What both pools have in common: that they are as they are defined. */
export function commonRules(name: 'machines' | 'people', definition: PoolDefinition): Rule[] {
  return [...poolRules(name, definition), ...clientRules(name), ...reachRules(name, definition)];
}

function poolRules(name: string, { pool: wanted }: PoolDefinition): Rule[] {
  const { MinimumLength = 0 } = wanted.Policies?.PasswordPolicy ?? {};
  const recovery = namesOf(wanted.AccountRecoverySetting);
  return [
    {
      setting: `${name}.AllowAdminCreateUserOnly`,
      of: 'pool',
      holds: ({ pool }) => pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true,
      what: 'anybody may sign up to the user pool by themselves',
      why: 'users that nobody has approved would have tokens of the pool',
      mend: 'node dist/cli init',
    },
    {
      setting: `${name}.UsernameAttributes`,
      of: 'pool',
      holds: ({ pool }) => isEmpty(pool.UsernameAttributes) && isEmpty(pool.AliasAttributes),
      what: 'users have aliases: e-mail addresses or phone numbers sign in in place of their names',
      why: 'the broker finds a user by the name that it gave it, and Cognito would give another; it cannot be changed later',
      mend: `delete the pool, if nobody uses it yet, and make it anew: node dist/cli init`,
    },
    {
      setting: `${name}.AccountRecoverySetting`,
      severity: 'warning',
      of: 'pool',
      holds: ({ pool }) => isSame(namesOf(pool.AccountRecoverySetting), recovery),
      what: `forgotten passwords are not recovered by ${recovery.join()} alone`,
      why: 'by another way somebody else could set a password',
      mend: 'node dist/cli init',
    },
    {
      setting: `${name}.Policies`,
      severity: 'warning',
      of: 'pool',
      holds: ({ pool }) => (pool.Policies?.PasswordPolicy?.MinimumLength ?? 0) >= MinimumLength,
      what: `passwords may be shorter than ${MinimumLength} characters`,
      why: 'length is what makes a password hard to guess',
      mend: 'node dist/cli init',
    },
    {
      setting: `${name}.DeletionProtection`,
      severity: 'warning',
      of: 'pool',
      holds: ({ pool }) => pool.DeletionProtection === 'ACTIVE',
      what: 'the pool can be deleted by one call',
      why: 'with it all its users would be gone, and no backup brings them back',
      mend: 'node dist/cli init',
    },
  ];
}

function clientRules(name: string): Rule[] {
  return [
    {
      setting: `${name}.GenerateSecret`,
      of: 'client',
      holds: ({ client }) => client.ClientSecret !== undefined,
      what: 'the app client has no secret',
      why: 'whoever knows its public id could sign in through it; it cannot be given one later',
      mend: 'delete the app client and run: node dist/cli init',
    },
    {
      setting: `${name}.EnableTokenRevocation`,
      of: 'client',
      holds: ({ client }) => client.EnableTokenRevocation === true,
      what: 'token revocation is off in the app client',
      why: 'ended sign-ins could not be told to Cognito, and tokens would carry no origin_jti to cut them off by',
      mend: 'node dist/cli init',
    },
    {
      setting: `${name}.RefreshTokenRotation`,
      of: 'client',
      holds: ({ client }) => client.RefreshTokenRotation?.Feature !== 'ENABLED',
      what: 'refresh tokens are rotated',
      why: 'Cognito then refuses the calls by which the broker refreshes',
      mend: 'node dist/cli init',
    },
    {
      setting: `${name}.PreventUserExistenceErrors`,
      severity: 'warning',
      of: 'client',
      holds: ({ client }) => client.PreventUserExistenceErrors === 'ENABLED',
      what: 'the app client tells which users there are not',
      why: 'names could be guessed one by one',
      mend: 'node dist/cli init',
    },
  ];
}

/** What can be done through the app client besides signing in. */
function reachRules(name: string, { client: wanted }: PoolDefinition): Rule[] {
  const { WriteAttributes = [] } = wanted;
  return [
    {
      setting: `${name}.WriteAttributes`,
      of: 'client',
      holds: ({ client }) => isSame(client.WriteAttributes, WriteAttributes),
      what: `the app client may write other attributes than ${WriteAttributes.join()}; where none is named, it may write all`,
      why: 'a user with an access token could change what its own tokens say of it',
      mend: 'node dist/cli init',
    },
    {
      setting: `${name}.AccessTokenValidity`,
      severity: 'warning',
      of: 'client',
      holds: (described) => lifeOf(described, 'AccessToken') === lifeOf({ client: wanted }, 'AccessToken'),
      what: `access tokens of the pool live for another time than ${wanted.AccessTokenValidity} minutes`,
      why: 'whoever has one can change the user’s own attributes and password with it',
      mend: 'node dist/cli init',
    },
    {
      setting: `${name}.AllowedOAuthFlowsUserPoolClient`,
      of: 'client',
      holds: ({ client }) =>
        client.AllowedOAuthFlowsUserPoolClient !== true &&
        (client.SupportedIdentityProviders ?? []).every((provider) => provider === 'COGNITO'),
      what: 'the app client allows OAuth flows of Cognito’s own pages, or sign-in by other identity providers',
      why: 'they are doors that nobody watches, past the broker',
      mend: 'node dist/cli init',
    },
  ];
}

/** The attribute is there, and may be changed later or not. */
export function attributeRule(pool: string, name: string, isMutable: boolean): Rule {
  return {
    setting: `${pool}.custom:${name}`,
    of: 'pool',
    holds: (described) => attributeOf(described, name)?.Mutable === isMutable,
    what: `the pool has no attribute custom:${name} that ${isMutable ? 'can' : 'cannot'} be changed`,
    why: 'the broker writes it into every user that it makes, and it cannot be altered once it is there',
    mend: `node dist/cli init, if there is none; else delete the pool, if nobody uses it yet, and run it then`,
  };
}

/** The app client allows these flows and no other. */
export function flowsRule(pool: string, flows: readonly string[]): Rule {
  return {
    setting: `${pool}.ExplicitAuthFlows`,
    of: 'client',
    holds: ({ client }) => isSame(client.ExplicitAuthFlows, flows),
    what: `the app client does not allow ${flows.join(' and ')}, or allows others besides`,
    why: 'without them nobody signs in; others are doors that nobody watches',
    mend: 'node dist/cli init',
  };
}

type TokenKind = 'AccessToken' | 'IdToken' | 'RefreshToken';

/** How long a token of a kind lives. */
export function lifeOf({ client }: Pick<DescribedPool, 'client'>, kind: TokenKind): Millis | undefined {
  const UNITS = { seconds: SECOND, minutes: MINUTE, hours: HOUR, days: DAY };
  const unit = client.TokenValidityUnits?.[kind] ?? (kind === 'RefreshToken' ? 'days' : 'hours');
  const life = client[`${kind}Validity`];
  return life === undefined ? undefined : life * UNITS[unit];
}

/** Whether two lists hold the same, in whatever order. */
export function isSame(a: readonly string[] = [], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

function attributeOf({ pool }: DescribedPool, name: string): SchemaAttributeType | undefined {
  return pool.SchemaAttributes?.find(({ Name }) => Name === `custom:${name}`);
}

function isEmpty(list: readonly string[] | undefined): boolean {
  return list === undefined || list.length === 0;
}

function namesOf(setting: AccountRecoverySettingType | undefined): string[] {
  return setting?.RecoveryMechanisms?.flatMap(({ Name }) => Name ?? []) ?? [];
}
