import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  paginateListUserPoolClients,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolConfig } from '../../config/config.js';
import type { Examination, Finding } from '../../doctor/finding.js';
import { notLookedAt } from './not-looked-at.js';
import type { DescribedPool, Rule } from './pool-rules.js';

/** Holds a user pool and its app client against `rules`, as far as they may be looked at. */
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

  /** What cannot be looked at hides nothing of the rest, unless the pool is not there at all. */
  async run(signal: AbortSignal): Promise<Finding[]> {
    const pool = await this.lookAtPool(signal);
    if (isError(pool)) return [pool];
    const [others, ...parts] = await Promise.all([
      this.lookForOthers(signal),
      this.lookAtMfa(signal),
      this.lookAtClient(signal),
    ]);
    const looks = [pool, ...parts];
    const described = looks.reduce<Partial<DescribedPool>>(
      (all, look) => (isFinding(look) ? all : { ...all, ...look }),
      {},
    );
    return [
      ...looks.filter(isFinding),
      ...others,
      ...this.rules.filter((rule) => isBroken(rule, described)).map(toFinding),
    ];
  }

  private async lookAtPool(abortSignal: AbortSignal): Promise<Look> {
    const command = new DescribeUserPoolCommand({ UserPoolId: this.config.userPoolId });
    try {
      const { UserPool: pool = {} } = await this.cognito.send(command, { abortSignal });
      return { pool };
    } catch (error) {
      return notLookedAt(this.pool, 'the user pool', error);
    }
  }

  private async lookAtMfa(abortSignal: AbortSignal): Promise<Look> {
    const command = new GetUserPoolMfaConfigCommand({ UserPoolId: this.config.userPoolId });
    try {
      return { mfa: await this.cognito.send(command, { abortSignal }) };
    } catch (error) {
      return notLookedAt(`${this.pool}.MfaConfiguration`, 'its second factors', error);
    }
  }

  private async lookAtClient(abortSignal: AbortSignal): Promise<Look> {
    const { userPoolId: UserPoolId, clientId: ClientId } = this.config;
    const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
    try {
      const { UserPoolClient: client = {} } = await this.cognito.send(command, { abortSignal });
      return { client };
    } catch (error) {
      const variable = this.pool === 'machines' ? 'MACHINE_CLIENT_ID' : 'PORTAL_CLIENT_ID';
      return notLookedAt(`${this.pool}.${variable}`, 'the app client', error);
    }
  }

  /** App clients beside ours, each with the command that removes it. */
  private async lookForOthers(abortSignal: AbortSignal): Promise<Finding[]> {
    const { userPoolId: UserPoolId, clientId } = this.config;
    const asked = { UserPoolId, MaxResults: 60 };
    const ids: (string | undefined)[] = [];
    try {
      for await (const page of paginateListUserPoolClients({ client: this.cognito }, asked, { abortSignal }))
        ids.push(...(page.UserPoolClients ?? []).map(({ ClientId }) => ClientId));
    } catch (error) {
      return [notLookedAt(`${this.pool}.UserPoolClients`, 'the list of its app clients', error)];
    }
    if (!ids.includes(clientId)) return []; // one of them may be meant to be ours
    return ids.flatMap((id) => (id === undefined || id === clientId ? [] : [this.other(id)]));
  }

  private other(id: string): Finding {
    return {
      severity: 'warning',
      setting: `${this.pool}.UserPoolClients`,
      what: `the pool has an app client that the broker does not use: ${id}`,
      why: 'it is a door to the same users that nobody watches, with flows and attributes of its own',
      mend: `aws cognito-idp delete-user-pool-client --user-pool-id ${this.config.userPoolId} --client-id ${id}`,
    };
  }
}

/** A part of the pool, or that it could not be looked at. */
type Look = Partial<DescribedPool> | Finding;

function isFinding(look: Look): look is Finding {
  return 'severity' in look;
}

function isError(look: Look): look is Finding {
  return isFinding(look) && look.severity === 'error';
}

/** What was not seen breaks no rule. */
function isBroken({ of, holds }: Rule, described: Partial<DescribedPool>): boolean {
  return of in described && !holds({ pool: {}, client: {}, mfa: {}, ...described });
}

function toFinding({ severity = 'error', setting, what, why, mend }: Rule): Finding {
  return { severity, setting, what, why, mend };
}
