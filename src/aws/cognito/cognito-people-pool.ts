import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type AuthenticationResultType,
  type AuthFlowType,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  type InitiateAuthResponse,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  type ChallengeAnswer,
  EmailTaken,
  type Invitation,
  PasswordRejected,
  PeoplePool,
  type PersonSignIn,
  PersonSignInRefused,
  type SignInStep,
} from '../../admin/ports/people-pool.js';
import { issuedClaims } from '../../common/issued-claims.js';
import type { PoolConfig } from '../../config/config.js';
import {
  dependencyError,
  failedTo,
  incompleteAnswer,
  isNamed,
  isRefusal,
  isRefusedInput,
} from './cognito-errors.js';
import { secretHash } from './secret-hash.js';
import { readAttributes, subOf, writeAttributes } from './user-attributes.js';

/** {@link PeoplePool} on Cognito. */
export class CognitoPeoplePool extends PeoplePool {
  constructor(
    private readonly client: CognitoIdentityProviderClient,
    private readonly pool: PoolConfig,
  ) {
    super();
  }

  override async invite(invitation: Invitation, signal: AbortSignal): Promise<{ readonly sub: string }> {
    const { email, name, invitationId } = invitation;
    const command = new AdminCreateUserCommand({
      UserPoolId: this.pool.userPoolId,
      Username: email,
      UserAttributes: writeAttributes({
        email,
        email_verified: 'true',
        name,
        'custom:invite': invitationId,
      }),
      DesiredDeliveryMediums: ['EMAIL'],
    });
    try {
      const { User } = await this.client.send(command, { abortSignal: signal });
      return { sub: subOf(readAttributes(User?.Attributes)) };
    } catch (error) {
      if (isNamed(error, 'UsernameExistsException')) return this.adopt(invitation, signal);
      throw dependencyError('invite', error);
    }
  }

  override async signIn(email: string, password: string, signal: AbortSignal): Promise<SignInStep> {
    const credentials = { USERNAME: email, PASSWORD: password };
    return toStep(await this.initiateAuth('USER_PASSWORD_AUTH', email, credentials, signal));
  }

  override async answerChallenge(
    email: string,
    answer: ChallengeAnswer,
    signal: AbortSignal,
  ): Promise<SignInStep> {
    const command = new RespondToAuthChallengeCommand({
      ClientId: this.pool.clientId,
      ChallengeName: answer.challenge,
      Session: answer.session,
      ChallengeResponses: {
        USERNAME: email,
        SECRET_HASH: secretHash(email, this.pool),
        ...responseTo(answer),
      },
    });
    const step = toStep(await this.client.send(command, { abortSignal: signal }).catch(refused(answer)));
    if (answer.challenge !== 'NEW_PASSWORD_REQUIRED' || step.kind === 'challenge') return step;
    // cognito-local forgets the refresh token of this answer; on AWS one more sign-in is harmless.
    return this.signIn(email, answer.newPassword, signal);
  }

  override async refresh(
    email: string,
    refreshToken: string,
    signal: AbortSignal,
  ): Promise<{ readonly accessToken: string; readonly expiresIn: number }> {
    const credentials = { REFRESH_TOKEN: refreshToken };
    const answer = await this.initiateAuth('REFRESH_TOKEN_AUTH', email, credentials, signal);
    const { accessToken, expiresIn } = readAccessToken(answer.AuthenticationResult);
    return { accessToken, expiresIn };
  }

  private async adopt(invitation: Invitation, signal: AbortSignal): Promise<{ readonly sub: string }> {
    const command = new AdminGetUserCommand({ UserPoolId: this.pool.userPoolId, Username: invitation.email });
    const found = await this.client.send(command, { abortSignal: signal }).catch(failedTo('get user'));
    const attributes = readAttributes(found.UserAttributes);
    if (attributes['custom:invite'] !== invitation.invitationId) throw new EmailTaken();
    return { sub: subOf(attributes) };
  }

  private initiateAuth(
    flow: AuthFlowType,
    email: string,
    credentials: Record<string, string>,
    signal: AbortSignal,
  ): Promise<InitiateAuthResponse> {
    const command = new InitiateAuthCommand({
      ClientId: this.pool.clientId,
      AuthFlow: flow,
      AuthParameters: { ...credentials, SECRET_HASH: secretHash(email, this.pool) },
    });
    return this.client.send(command, { abortSignal: signal }).catch(refused());
  }
}

function responseTo(answer: ChallengeAnswer): Record<string, string> {
  return answer.challenge === 'NEW_PASSWORD_REQUIRED'
    ? { NEW_PASSWORD: answer.newPassword }
    : { SOFTWARE_TOKEN_MFA_CODE: answer.code };
}

function refused(answer?: ChallengeAnswer): (error: unknown) => never {
  return (error) => {
    if (answer?.challenge === 'NEW_PASSWORD_REQUIRED' && isRejectedPassword(error))
      throw new PasswordRejected();
    if (isRefusal(error) || isRefusedInput(error)) throw new PersonSignInRefused();
    throw dependencyError(answer?.challenge ?? 'sign in', error);
  };
}

function isRejectedPassword(error: unknown): boolean {
  return isNamed(error, 'InvalidPasswordException', 'PasswordHistoryPolicyViolationException');
}

function toStep({ ChallengeName, Session, AuthenticationResult }: InitiateAuthResponse): SignInStep {
  if (!ChallengeName) return toSignIn(AuthenticationResult);
  if (ChallengeName !== 'NEW_PASSWORD_REQUIRED' && ChallengeName !== 'SOFTWARE_TOKEN_MFA')
    throw incompleteAnswer(`a challenge we know: ${ChallengeName}`);
  if (!Session) throw incompleteAnswer('session');
  return { kind: 'challenge', challenge: ChallengeName, session: Session };
}

function toSignIn(result: AuthenticationResultType | undefined): PersonSignIn {
  if (!result?.RefreshToken) throw incompleteAnswer('refresh token');
  return { kind: 'signed-in', ...readAccessToken(result), refreshToken: result.RefreshToken };
}

/** cognito-local leaves out ExpiresIn. */
function readAccessToken(result: AuthenticationResultType | undefined): {
  sub: string;
  accessToken: string;
  expiresIn: number;
} {
  if (!result?.AccessToken) throw incompleteAnswer('access token');
  const { sub, iat, exp } = issuedClaims(result.AccessToken);
  if (!sub || !iat || !exp) throw incompleteAnswer('claims of the access token');
  return { sub, accessToken: result.AccessToken, expiresIn: exp - iat };
}
