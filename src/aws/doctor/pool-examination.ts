import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolConfig } from '../../config/config.js';
import type { Examination, Finding } from '../../doctor/finding.js';
import { notLookedAt } from './not-looked-at.js';
import type { DescribedPool, Rule } from './pool-rules.js';

/** Holds a user pool and its app client against `rules`. */
export class PoolExamination implements Examination {
  readonly name: string;

  constructor(
    private readonly pool: 'machines' | 'people',
    private readonly cognito: CognitoIdentityProviderClient,
    private readonly config: Pick<PoolConfig, 'userPoolId' | 'clientId'>,
    private readonly rules: readonly Rule[],
  ) {
    this.name = `user pool of ${pool}`;
  }

  async run(signal: AbortSignal): Promise<Finding[]> {
    try {
      const described = await this.describe(signal);
      return this.rules.filter(({ holds }) => !holds(described)).map(toFinding);
    } catch (error) {
      return [notLookedAt(this.pool, 'the user pool or its app client', error)];
    }
  }

  private async describe(abortSignal: AbortSignal): Promise<DescribedPool> {
    const { userPoolId: UserPoolId, clientId: ClientId } = this.config;
    const options = { abortSignal };
    const [{ UserPool }, { UserPoolClient }, mfa] = await Promise.all([
      this.cognito.send(new DescribeUserPoolCommand({ UserPoolId }), options),
      this.cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }), options),
      this.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }), options),
    ]);
    return { pool: UserPool ?? {}, client: UserPoolClient ?? {}, mfa };
  }
}

function toFinding({ severity = 'error', setting, what, why, mend }: Rule): Finding {
  return { severity, setting, what, why, mend };
}
