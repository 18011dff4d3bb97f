import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolUser, PoolUserPage } from '../../common/pool-user.js';
import { dependencyError, failedTo, isNamed } from './cognito-errors.js';
import { readAttributes, subOf } from './user-attributes.js';

/** The attribute that names the installation whose user it is. */
export const INSTALLATION = 'custom:installation';

/** The most that Cognito tells at once. */
const LIMIT = 60;

/** Reads who is in a user pool, for the installation whose users they are. */
export class PoolUsers {
  constructor(
    private readonly client: CognitoIdentityProviderClient,
    private readonly userPoolId: string,
    private readonly installation: string,
  ) {}

  /** Cognito cannot search by attributes of our own: others' users are read and left out. @throws DependencyError */
  async list(after: string | undefined, signal: AbortSignal): Promise<PoolUserPage> {
    const command = new ListUsersCommand({
      UserPoolId: this.userPoolId,
      Limit: LIMIT,
      PaginationToken: after,
    });
    const { Users = [], PaginationToken: next } = await this.client
      .send(command, { abortSignal: signal })
      .catch(failedTo('list users'));
    return { users: Users.filter((user) => this.isOurs(user)).map(toPoolUser), next };
  }

  /** @throws DependencyError */
  async has(username: string, signal: AbortSignal): Promise<boolean> {
    const command = new AdminGetUserCommand({ UserPoolId: this.userPoolId, Username: username });
    try {
      await this.client.send(command, { abortSignal: signal });
      return true;
    } catch (error) {
      if (isNamed(error, 'UserNotFoundException')) return false;
      throw dependencyError('get user', error);
    }
  }

  private isOurs({ Attributes }: UserType): boolean {
    return readAttributes(Attributes)[INSTALLATION] === this.installation;
  }
}

function toPoolUser({ Username = '', Attributes, UserCreateDate }: UserType): PoolUser {
  const sub = subOf(readAttributes(Attributes));
  return { username: Username, sub, createdAt: UserCreateDate?.getTime() ?? Date.now() };
}
