import { attributeRule, commonRules, flowsRule, type Rule } from './pool-rules.js';

/** What the people's pool has to be. */
export function peopleRules(): Rule[] {
  return [
    ...commonRules('people'),
    attributeRule('people', 'invite', false),
    attributeRule('people', 'installation', false),
    flowsRule('people', ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']),
    {
      setting: 'people.CaseSensitive',
      holds: ({ pool }) => pool.UsernameConfiguration?.CaseSensitive === false,
      what: 'names of users differ by capital letters',
      why: 'one address could belong to two people; it cannot be changed later',
      mend: 'delete the pool, if nobody uses it yet, and make it anew: node dist/cli init',
    },
    {
      setting: 'people.MfaConfiguration',
      holds: ({ mfa }) =>
        mfa.MfaConfiguration !== 'OFF' && mfa.SoftwareTokenMfaConfiguration?.Enabled === true,
      what: 'people cannot have a second factor',
      why: 'enrolling an authenticator app would fail',
      mend: 'node dist/cli init',
    },
    {
      setting: 'people.ReadAttributes',
      severity: 'warning',
      holds: ({ client }) => client.ReadAttributes?.includes('email') === true,
      what: 'the app client may not read the e-mail address',
      why: 'tokens of people would not tell whose they are',
      mend: 'node dist/cli init',
    },
  ];
}
