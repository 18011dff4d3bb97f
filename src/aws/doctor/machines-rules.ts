import { DAY, MINUTE } from '../../common/clock.js';
import type { Config } from '../../config/config.js';
import { machinesPool } from '../cognito/pool-definitions.js';
import { attributeRule, commonRules, flowsRule, lifeOf, type Rule } from './pool-rules.js';

const READ = ['custom:tenant_id', 'custom:scopes'];

type TokenLives = Pick<Config, 'bearerTokenLife' | 'refreshTokenLife'>;

/** What the machines' pool has to be. */
export function machinesRules({ bearerTokenLife, refreshTokenLife }: TokenLives): Rule[] {
  return [
    ...commonRules('machines', machinesPool({ installation: '', bearerTokenLife, refreshTokenLife })),
    attributeRule('machines', 'tenant_id', false),
    attributeRule('machines', 'scopes', true),
    attributeRule('machines', 'installation', false),
    flowsRule('machines', ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']),
    {
      setting: 'machines.UserPoolTier',
      severity: 'warning',
      of: 'pool',
      holds: ({ pool }) => pool.UserPoolTier === 'LITE',
      what: 'the pool of machines has another feature plan than Lite',
      why: 'each machine that signs in or refreshes in a month costs about three times as much, for nothing that the broker uses',
      mend: 'node dist/cli init',
    },
    {
      setting: 'machines.MfaConfiguration',
      of: 'mfa',
      holds: ({ mfa }) => (mfa.MfaConfiguration ?? 'OFF') === 'OFF',
      what: 'the pool of machines knows second factors',
      why: 'machines have none; a sign-in would be met with a challenge',
      mend: 'node dist/cli init',
    },
    {
      setting: 'machines.ReadAttributes',
      of: 'client',
      holds: ({ client }) => READ.every((name) => client.ReadAttributes?.includes(name)),
      what: `the app client may not read ${READ.join(' and ')}`,
      why: 'bearer tokens would not tell the tenant or the scopes',
      mend: 'node dist/cli init',
    },
    {
      setting: 'machines.LambdaConfig',
      severity: 'warning',
      of: 'pool',
      holds: ({ pool }) => Object.values(pool.LambdaConfig ?? {}).every((trigger) => trigger === undefined),
      what: 'Lambda triggers are set on the pool of machines',
      why: 'they may change what bearer tokens say, or refuse sign-ins, and each refresh waits for them',
      mend: 'remove them in the console: Extensions, unless you know that you need them',
    },
    ...lifeRules({ bearerTokenLife, refreshTokenLife }),
  ];
}

function lifeRules({ bearerTokenLife, refreshTokenLife }: TokenLives): Rule[] {
  return [
    {
      setting: 'machines.IdTokenValidity',
      of: 'client',
      holds: (described) => lifeOf(described, 'IdToken') === bearerTokenLife,
      what: `bearer tokens do not live for the ${bearerTokenLife / MINUTE} minutes that ID_TOKEN_MINUTES says`,
      why: 'a cut-off has to be published for as long as the longest token lives',
      mend: 'node dist/cli init, or set ID_TOKEN_MINUTES',
    },
    {
      setting: 'machines.RefreshTokenValidity',
      of: 'client',
      holds: (described) => lifeOf(described, 'RefreshToken') === refreshTokenLife,
      what: `sign-ins do not last for the ${refreshTokenLife / DAY} days that REFRESH_TOKEN_DAYS says`,
      why: 'sessions would be renewed too late, after Cognito has forgotten them',
      mend: 'node dist/cli init, or set REFRESH_TOKEN_DAYS',
    },
  ];
}
