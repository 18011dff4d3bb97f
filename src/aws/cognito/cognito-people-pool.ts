import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AssociateSoftwareTokenCommand,
  type AuthFlowType,
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  type InitiateAuthResponse,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  type ChallengeAnswer,
  CodeRefused,
  EmailTaken,
  type Invitation,
  type InvitedPerson,
  MailFailed,
  type PasswordReset,
  PeoplePool,
  type PersonAccess,
  ResetRefused,
  type SignInStep,
} from '../../admin/ports/people-pool.js';
import type { PoolUserPage } from '../../common/pool-user.js';
import type { PoolConfig } from '../../config/config.js';
import { dependencyError, incompleteAnswer, isNamed, isRefusal, isRefusedInput } from './cognito-errors.js';
import {
  isAboutTheirCode,
  isMailFailure,
  isRejectedPassword,
  refused,
  refusedCode,
} from './people-refusals.js';
import { INSTALLATION, PoolUsers } from './pool-users.js';
import { secretHash } from './secret-hash.js';
import { readAccessToken, toStep } from './sign-in-step.js';
import { readAttributes, subOf, writeAttributes } from './user-attributes.js';

type Delivery = Pick<AdminCreateUserCommandInput, 'DesiredDeliveryMediums' | 'MessageAction'>;

const BY_MAIL = { DesiredDeliveryMediums: ['EMAIL'] } satisfies Delivery;

/** {@link PeoplePool} on Cognito. */
export class CognitoPeoplePool extends PeoplePool {
  private readonly users: PoolUsers;

  constructor(
    private readonly client: CognitoIdentityProviderClient,
    private readonly pool: PoolConfig,
    private readonly installation: string,
  ) {
    super();
    this.users = new PoolUsers(client, pool.userPoolId, installation);
  }

  override async invite(invitation: Invitation, signal: AbortSignal): Promise<InvitedPerson> {
    try {
      return { sub: await this.createUser(invitation, BY_MAIL, signal), mailed: true };
    } catch (error) {
      if (isNamed(error, 'UsernameExistsException'))
        return { sub: await this.adopt(invitation, signal), mailed: true };
      if (isMailFailure(error)) return { sub: await this.unmailed(invitation, signal), mailed: false };
      throw dependencyError('invite', error);
    }
  }

  override async inviteAgain(email: string, signal: AbortSignal): Promise<void> {
    const { userPoolId: UserPoolId } = this.pool;
    const again = { UserPoolId, Username: email, MessageAction: 'RESEND', ...BY_MAIL } as const;
    try {
      await this.client.send(new AdminCreateUserCommand(again), { abortSignal: signal });
    } catch (error) {
      if (isMailFailure(error)) throw new MailFailed();
      throw dependencyError('invite again', error);
    }
  }

  override async findInvited(
    { email, invitationId }: Pick<Invitation, 'email' | 'invitationId'>,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const command = new AdminGetUserCommand({ UserPoolId: this.pool.userPoolId, Username: email });
    try {
      const { UserAttributes } = await this.client.send(command, { abortSignal: signal });
      const attributes = readAttributes(UserAttributes);
      return attributes['custom:invite'] === invitationId ? subOf(attributes) : undefined;
    } catch (error) {
      if (isNamed(error, 'UserNotFoundException')) return undefined;
      throw dependencyError('get user', error);
    }
  }

  override listUsers(after: string | undefined, signal: AbortSignal): Promise<PoolUserPage> {
    return this.users.list(after, signal);
  }

  override hasUser(sub: string, signal: AbortSignal): Promise<boolean> {
    return this.users.has(sub, signal);
  }

  override async remove(sub: string, signal: AbortSignal): Promise<void> {
    const command = new AdminDeleteUserCommand({ UserPoolId: this.pool.userPoolId, Username: sub });
    try {
      await this.client.send(command, { abortSignal: signal });
    } catch (error) {
      if (!isNamed(error, 'UserNotFoundException')) throw dependencyError('remove', error);
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

  override async refresh(email: string, refreshToken: string, signal: AbortSignal): Promise<PersonAccess> {
    const credentials = { REFRESH_TOKEN: refreshToken };
    const answer = await this.initiateAuth('REFRESH_TOKEN_AUTH', email, credentials, signal);
    const { accessToken, issuedAt, expiresIn } = readAccessToken(answer.AuthenticationResult);
    return { accessToken, issuedAt, expiresIn };
  }

  override async revoke(refreshToken: string, signal: AbortSignal): Promise<void> {
    const { clientId: ClientId, clientSecret: ClientSecret } = this.pool;
    const command = new RevokeTokenCommand({ Token: refreshToken, ClientId, ClientSecret });
    try {
      await this.client.send(command, { abortSignal: signal });
    } catch (error) {
      if (!isRefusal(error) && !isRefusedInput(error)) throw dependencyError('revoke', error);
    }
  }

  override async sendResetCode(email: string, signal: AbortSignal): Promise<void> {
    const command = new ForgotPasswordCommand(this.named(email));
    try {
      await this.client.send(command, { abortSignal: signal });
    } catch (error) {
      if (!isAboutTheirCode(error)) throw dependencyError('send a reset code', error);
    }
  }

  override async resetPassword(reset: PasswordReset, signal: AbortSignal): Promise<void> {
    const command = new ConfirmForgotPasswordCommand({
      ...this.named(reset.email),
      ConfirmationCode: reset.code,
      Password: reset.newPassword,
    });
    try {
      await this.client.send(command, { abortSignal: signal });
    } catch (error) {
      if (isAboutTheirCode(error) || isRejectedPassword(error)) throw new ResetRefused();
      throw dependencyError('reset a password', error);
    }
  }

  override async beginTotp(AccessToken: string, signal: AbortSignal): Promise<string> {
    const command = new AssociateSoftwareTokenCommand({ AccessToken });
    const { SecretCode } = await this.client.send(command, { abortSignal: signal }).catch(refused());
    if (!SecretCode) throw incompleteAnswer('secret of the authenticator app');
    return SecretCode;
  }

  override async confirmTotp(AccessToken: string, code: string, signal: AbortSignal): Promise<void> {
    const verify = new VerifySoftwareTokenCommand({ AccessToken, UserCode: code });
    const { Status } = await this.client.send(verify, { abortSignal: signal }).catch(refusedCode);
    if (Status !== 'SUCCESS') throw new CodeRefused();
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    const prefer = new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings });
    await this.client.send(prefer, { abortSignal: signal }).catch(refused());
  }

  /** Who calls, and about whom, of the calls that people make for themselves. */
  private named(email: string) {
    return { ClientId: this.pool.clientId, Username: email, SecretHash: secretHash(email, this.pool) };
  }

  private async createUser(
    { email, name, invitationId }: Invitation,
    delivery: Delivery,
    signal: AbortSignal,
  ): Promise<string> {
    const ours = { 'custom:invite': invitationId, [INSTALLATION]: this.installation };
    const attributes = { email, email_verified: 'true', name, ...ours };
    const command = new AdminCreateUserCommand({
      UserPoolId: this.pool.userPoolId,
      Username: email,
      UserAttributes: writeAttributes(attributes),
      ...delivery,
    });
    const { User } = await this.client.send(command, { abortSignal: signal });
    return subOf(readAttributes(User?.Attributes));
  }

  /** Whether Cognito keeps a user whom it could not mail to is not told: afterwards there is one. */
  private async unmailed(invitation: Invitation, signal: AbortSignal): Promise<string> {
    try {
      return await this.createUser(invitation, { MessageAction: 'SUPPRESS' }, signal);
    } catch (error) {
      if (isNamed(error, 'UsernameExistsException')) return this.adopt(invitation, signal);
      throw dependencyError('invite', error);
    }
  }

  private async adopt(invitation: Invitation, signal: AbortSignal): Promise<string> {
    const sub = await this.findInvited(invitation, signal);
    if (sub === undefined) throw new EmailTaken();
    return sub;
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
