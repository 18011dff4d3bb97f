import {
  AdminInitiateAuthCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  NotAuthorizedException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolConfig } from '../../config/config.js';
import type { Examination, Finding } from '../../doctor/finding.js';
import { secretHash } from '../cognito/secret-hash.js';
import { notLookedAt } from './not-looked-at.js';

/** What Cognito says to nobody once it has taken the secret. */
const TAKEN = ['NotAuthorizedException', 'UserNotFoundException'];
/** An app client that is gone, and a flow that it does not allow: the examination of the pool names them. */
const TOLD_ELSEWHERE = ['ResourceNotFoundException', 'InvalidParameterException'];
/** No user has this name. */
const NOBODY = 'b2b-auth-broker-doctor';

/**
 * Whether the app client knows our secret. It may have two while one takes the other's place, and Cognito describes one
 * alone: so somebody who is not there signs in. Cognito looks at the secret's proof before it looks for the user.
 */
export class AppClientExamination implements Examination {
  readonly name: string;

  constructor(
    private readonly pool: 'machines' | 'people',
    private readonly cognito: CognitoIdentityProviderClient,
    private readonly config: Pick<PoolConfig, 'userPoolId' | 'clientId' | 'clientSecret'>,
  ) {
    this.name = `secret of the app client of ${pool}`;
  }

  async run(signal: AbortSignal): Promise<Finding[]> {
    try {
      await this.signIn(signal);
      return [];
    } catch (error) {
      if (isAboutSecret(error)) return [wrongSecret(this.pool)];
      if (isOf(error, TAKEN) || isOf(error, TOLD_ELSEWHERE)) return [];
      return [notLookedAt(`${this.pool}.${variableOf(this.pool)}`, 'the secret of the app client', error)];
    }
  }

  private async signIn(abortSignal: AbortSignal): Promise<void> {
    const { userPoolId: UserPoolId, clientId: ClientId } = this.config;
    const SECRET_HASH = secretHash(NOBODY, this.config);
    const AuthParameters = { USERNAME: NOBODY, PASSWORD: NOBODY, SECRET_HASH };
    if (this.pool === 'machines') {
      const AuthFlow = 'ADMIN_USER_PASSWORD_AUTH';
      const command = new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow, AuthParameters });
      await this.cognito.send(command, { abortSignal });
      return;
    }
    const command = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    await this.cognito.send(command, { abortSignal });
  }
}

/** Only the text tells a wrong secret from a wrong password. */
function isAboutSecret(error: unknown): boolean {
  return error instanceof NotAuthorizedException && /secret ?hash/i.test(error.message);
}

function isOf(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

function variableOf(pool: 'machines' | 'people'): string {
  return pool === 'machines' ? 'MACHINE_CLIENT_SECRET' : 'PORTAL_CLIENT_SECRET';
}

function wrongSecret(pool: 'machines' | 'people'): Finding {
  const variable = variableOf(pool);
  return {
    severity: 'error',
    setting: `${pool}.${variable}`,
    what: `${variable} is not a secret of the app client`,
    why: 'every sign-in would be refused',
    mend: 'put the right one into the environment: node dist/cli init prints it',
  };
}
