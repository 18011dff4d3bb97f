import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type AuthenticationResultType,
  type AuthFlowType,
  type CognitoIdentityProviderClient,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  MachinePool,
  type MachineSignIn,
  type MachineUser,
  SignInRefused,
  UserConflict,
  UserDisabled,
} from '../../clients/ports/machine-pool.js';
import type { PoolUserPage } from '../../common/pool-user.js';
import type { PoolConfig } from '../../config/config.js';
import {
  dependencyError,
  failedTo,
  incompleteAnswer,
  isNamed,
  isRefusal,
  isUserDisabled,
} from './cognito-errors.js';
import { INSTALLATION, PoolUsers } from './pool-users.js';
import { secretHash } from './secret-hash.js';
import { readAttributes, subOf, type UserAttributes, writeAttributes } from './user-attributes.js';

/** {@link MachinePool} on Cognito. Users carry the name of this installation: another's are never taken for ours. */
export class CognitoMachinePool extends MachinePool {
  private readonly users: PoolUsers;

  constructor(
    private readonly client: CognitoIdentityProviderClient,
    private readonly pool: PoolConfig,
    private readonly installation: string,
  ) {
    super();
    this.users = new PoolUsers(client, pool.userPoolId, installation);
  }

  override async createUser(user: MachineUser, signal: AbortSignal): Promise<{ readonly sub: string }> {
    const command = new AdminCreateUserCommand({
      ...this.named(user.clientId),
      UserAttributes: writeAttributes({ ...this.ownership(user), ...scopesOf(user) }),
      MessageAction: 'SUPPRESS',
      DesiredDeliveryMediums: ['EMAIL'], // nothing is sent; cognito-local fails without it
    });
    try {
      const { User } = await this.client.send(command, { abortSignal: signal });
      return { sub: subOf(readAttributes(User?.Attributes)) };
    } catch (error) {
      if (isNamed(error, 'UsernameExistsException')) return this.adopt(user, signal);
      throw dependencyError('create user', error);
    }
  }

  override async setPassword(clientId: string, password: string, signal: AbortSignal): Promise<void> {
    const command = new AdminSetUserPasswordCommand({
      ...this.named(clientId),
      Password: password,
      Permanent: true,
    });
    await this.client.send(command, { abortSignal: signal }).catch(failedTo('set password'));
  }

  /** Scopes alone can differ: tenant and installation are immutable in the pool's schema. */
  override async updateAttributes(user: MachineUser, signal: AbortSignal): Promise<void> {
    const command = new AdminUpdateUserAttributesCommand({
      ...this.named(user.clientId),
      UserAttributes: writeAttributes(scopesOf(user)),
    });
    await this.client.send(command, { abortSignal: signal }).catch(failedTo('update attributes'));
  }

  override async signIn(clientId: string, password: string, signal: AbortSignal): Promise<MachineSignIn> {
    const credentials = { USERNAME: clientId, PASSWORD: password };
    const result = await this.initiateAuth('ADMIN_USER_PASSWORD_AUTH', clientId, credentials, signal);
    if (!result.IdToken || !result.RefreshToken) throw incompleteAnswer('ID token or refresh token');
    return { bearerToken: result.IdToken, refreshToken: result.RefreshToken };
  }

  override async refresh(clientId: string, refreshToken: string, signal: AbortSignal): Promise<string> {
    const credentials = { REFRESH_TOKEN: refreshToken };
    const result = await this.initiateAuth('REFRESH_TOKEN_AUTH', clientId, credentials, signal);
    if (!result.IdToken) throw incompleteAnswer('ID token');
    return result.IdToken;
  }

  override async revoke(refreshToken: string, signal: AbortSignal): Promise<void> {
    const { clientId, clientSecret } = this.pool;
    const command = new RevokeTokenCommand({
      Token: refreshToken,
      ClientId: clientId,
      ClientSecret: clientSecret,
    });
    try {
      await this.client.send(command, { abortSignal: signal });
    } catch (error) {
      // AWS answers a token that is revoked already with 200, cognito-local refuses it.
      if (!isRefusal(error)) throw dependencyError('revoke', error);
    }
  }

  override listUsers(after: string | undefined, signal: AbortSignal): Promise<PoolUserPage> {
    return this.users.list(after, signal);
  }

  override hasUser(clientId: string, signal: AbortSignal): Promise<boolean> {
    return this.users.has(clientId, signal);
  }

  override async deleteUser(clientId: string, signal: AbortSignal): Promise<void> {
    try {
      const attributes = await this.attributesOf(clientId, signal);
      if (!holds(attributes, { [INSTALLATION]: this.installation })) return;
      await this.client.send(new AdminDeleteUserCommand(this.named(clientId)), { abortSignal: signal });
    } catch (error) {
      if (!isNamed(error, 'UserNotFoundException')) throw dependencyError('delete user', error);
    }
  }

  private async adopt(user: MachineUser, signal: AbortSignal): Promise<{ readonly sub: string }> {
    const attributes = await this.attributesOf(user.clientId, signal).catch(failedTo('get user'));
    if (!holds(attributes, this.ownership(user))) throw new UserConflict();
    if (!holds(attributes, scopesOf(user))) await this.updateAttributes(user, signal);
    return { sub: subOf(attributes) };
  }

  private async attributesOf(clientId: string, signal: AbortSignal): Promise<UserAttributes> {
    const command = new AdminGetUserCommand(this.named(clientId));
    return readAttributes((await this.client.send(command, { abortSignal: signal })).UserAttributes);
  }

  /**
   * Refreshing goes the signed way too: it names the pool, so that a token never meets another pool's client, and
   * is exempt from what Cognito does about the addresses of anonymous callers. Rotation, which only
   * GetTokensFromRefreshToken can do, is off.
   */
  private async initiateAuth(
    flow: AuthFlowType,
    clientId: string,
    credentials: Record<string, string>,
    signal: AbortSignal,
  ): Promise<AuthenticationResultType> {
    const command = new AdminInitiateAuthCommand({
      UserPoolId: this.pool.userPoolId,
      ClientId: this.pool.clientId,
      AuthFlow: flow,
      AuthParameters: { ...credentials, SECRET_HASH: secretHash(clientId, this.pool) },
    });
    const answer = await this.client.send(command, { abortSignal: signal }).catch(refused(flow));
    // A password that has to be changed before it signs in is not one that we set for good.
    if (answer.ChallengeName === 'NEW_PASSWORD_REQUIRED') throw new SignInRefused();
    return answer.AuthenticationResult ?? {};
  }

  private named(clientId: string): { UserPoolId: string; Username: string } {
    return { UserPoolId: this.pool.userPoolId, Username: clientId };
  }

  private ownership(user: MachineUser): Record<string, string> {
    return { 'custom:tenant_id': user.tenantId, [INSTALLATION]: this.installation };
  }
}

function scopesOf(user: MachineUser): Record<string, string> {
  return { 'custom:scopes': user.scopes.join(' ') };
}

function holds(attributes: UserAttributes, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([name, value]) => (attributes[name] ?? '') === value);
}

function refused(flow: AuthFlowType): (error: unknown) => never {
  return (error) => {
    if (isUserDisabled(error)) throw new UserDisabled();
    if (isRefusal(error)) throw new SignInRefused();
    throw dependencyError(flow, error);
  };
}
