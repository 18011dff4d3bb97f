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
      const described = await this.describePool(signal);
      return await this.judge(described, signal);
    } catch (error) {
      return [notLookedAt(this.pool, 'the user pool', error)];
    }
  }

  private async describePool(abortSignal: AbortSignal): Promise<Omit<DescribedPool, 'client'>> {
    const asked = { UserPoolId: this.config.userPoolId };
    const [{ UserPool: pool = {} }, mfa] = await Promise.all([
      this.cognito.send(new DescribeUserPoolCommand(asked), { abortSignal }),
      this.cognito.send(new GetUserPoolMfaConfigCommand(asked), { abortSignal }),
    ]);
    return { pool, mfa };
  }

  private async judge(pool: Omit<DescribedPool, 'client'>, abortSignal: AbortSignal): Promise<Finding[]> {
    const { userPoolId: UserPoolId, clientId: ClientId } = this.config;
    const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
    try {
      const { UserPoolClient: client = {} } = await this.cognito.send(command, { abortSignal });
      return this.rules.filter(({ holds }) => !holds({ ...pool, client })).map(toFinding);
    } catch (error) {
      const variable = this.pool === 'machines' ? 'MACHINE_CLIENT_ID' : 'PORTAL_CLIENT_ID';
      return [notLookedAt(`${this.pool}.${variable}`, 'the app client', error)];
    }
  }
}

function toFinding({ severity = 'error', setting, what, why, mend }: Rule): Finding {
  return { severity, setting, what, why, mend };
}
