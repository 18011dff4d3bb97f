import { MINUTE } from '../../common/clock.js';
import { peoplePool, type PoolDefinition } from '../cognito/pool-definitions.js';
import { attributeRule, commonRules, flowsRule, lifeOf, type Rule } from './pool-rules.js';

/** What the people's pool has to be. */
export function peopleRules(): Rule[] {
  const definition = peoplePool('');
  return [
    ...commonRules('people', definition),
    ...(['IdToken', 'RefreshToken'] as const).map((kind) => lifeRule(kind, definition)),
    attributeRule('people', 'invite', false),
    attributeRule('people', 'installation', false),
    flowsRule('people', ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']),
    {
      setting: 'people.CaseSensitive',
      of: 'pool',
      holds: ({ pool }) => pool.UsernameConfiguration?.CaseSensitive === false,
      what: 'names of users differ by capital letters',
      why: 'one address could belong to two people; it cannot be changed later',
      mend: 'delete the pool, if nobody uses it yet, and make it anew: node dist/cli init',
    },
    {
      setting: 'people.MfaConfiguration',
      of: 'mfa',
      holds: ({ mfa }) =>
        mfa.MfaConfiguration !== 'OFF' && mfa.SoftwareTokenMfaConfiguration?.Enabled === true,
      what: 'people cannot have a second factor',
      why: 'enrolling an authenticator app would fail',
      mend: 'node dist/cli init',
    },
    {
      setting: 'people.ReadAttributes',
      severity: 'warning',
      of: 'client',
      holds: ({ client }) => client.ReadAttributes?.includes('email') === true,
      what: 'the app client may not read the e-mail address',
      why: 'tokens of people would not tell whose they are',
      mend: 'node dist/cli init',
    },
  ];
}

function lifeRule(kind: 'IdToken' | 'RefreshToken', { client }: PoolDefinition): Rule {
  const life = lifeOf({ client }, kind);
  return {
    setting: `people.${kind}Validity`,
    severity: 'warning',
    of: 'client',
    holds: (described) => lifeOf(described, kind) === life,
    what: `people are signed in by a token (${kind}) of another life than ${(life ?? 0) / MINUTE} minutes`,
    why: 'a longer one is worth more to a thief, a shorter one signs people out',
    mend: 'node dist/cli init',
  };
}
