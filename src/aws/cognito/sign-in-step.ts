import type {
  AuthenticationResultType,
  InitiateAuthResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PersonAccess, PersonSignIn, SignInStep } from '../../admin/ports/people-pool.js';
import { issuedClaims } from '../../common/issued-claims.js';
import { incompleteAnswer } from './cognito-errors.js';

/** What Cognito's answer to a sign-in or to a challenge means. @throws DependencyMisconfigured when it lacks something */
export function toStep({ ChallengeName, Session, AuthenticationResult }: InitiateAuthResponse): SignInStep {
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

/** The access token of an answer; its life by its claims, since cognito-local leaves out ExpiresIn. */
export function readAccessToken(
  result: AuthenticationResultType | undefined,
): PersonAccess & { sub: string } {
  if (!result?.AccessToken) throw incompleteAnswer('access token');
  const { sub, iat, exp } = issuedClaims(result.AccessToken);
  if (!sub || !iat || !exp) throw incompleteAnswer('claims of the access token');
  return { sub, accessToken: result.AccessToken, issuedAt: iat, expiresIn: exp - iat };
}
