import { MACHINES, type PoolKey, TOKEN_LIFE } from '../world/pools.js';
import { numberOf, partner, subOf } from '../world/partners.js';
import { Refusal, type Service } from './service.js';

interface SignIn {
  readonly AuthParameters: { readonly USERNAME?: string; readonly REFRESH_TOKEN?: string };
}

/** Milliseconds that Cognito takes for a sign-in or a refresh. */
const LATENCY = 30;
/** What sign-ins and refreshes of clients are counted as. */
export const OF_CLIENTS = 'of clients';
/** What a refresh token of this world begins with; the client's id follows. */
const REFRESH = 'refresh-';

/**
 * The machines' user pool, whose users are the clients.
 * @param quota sign-ins and refreshes a second; 0: without end
 */
export function cognito(key: PoolKey, quota: number): Service {
  const admit = throttle(quota);
  const operations = {
    AdminInitiateAuth(request: SignIn) {
      admit();
      return JSON.stringify({ AuthenticationResult: signedIn(userOf(request), key) });
    },
    AdminCreateUser: ({ Username }: { Username: string }) =>
      JSON.stringify({
        User: { Username, Attributes: [{ Name: 'sub', Value: subOf(numberOf(Username) ?? 0) }] },
      }),
    DescribeUserPool: () => JSON.stringify({ UserPool: { Id: MACHINES.userPoolId } }),
    ListUsers: () => '{"Users":[]}',
    AdminSetUserPassword: () => '{}',
    AdminUpdateUserAttributes: () => '{}',
    AdminDeleteUser: () => '{}',
    RevokeToken: () => '{}',
  };
  const kinds = {
    AdminInitiateAuth: (request: SignIn) =>
      numberOf(userOf(request)) === undefined ? 'of the canary' : OF_CLIENTS,
  };
  return { latency: LATENCY, operations, kinds };
}

function userOf({ AuthParameters: { USERNAME, REFRESH_TOKEN } }: SignIn): string {
  return USERNAME ?? REFRESH_TOKEN!.slice(REFRESH.length);
}

function signedIn(clientId: string, key: PoolKey) {
  const owner = partner(numberOf(clientId) ?? 0);
  const IdToken = key.idToken(owner);
  return {
    IdToken,
    AccessToken: IdToken,
    RefreshToken: REFRESH + clientId,
    ExpiresIn: TOKEN_LIFE,
    TokenType: 'Bearer',
  };
}

/** As Cognito does it: so many in each second, and none more. */
function throttle(quota: number): () => void {
  let second = 0;
  let count = 0;
  return () => {
    const now = Math.floor(Date.now() / 1_000);
    if (now !== second) [second, count] = [now, 0];
    if (quota > 0 && ++count > quota) throw new Refusal('TooManyRequestsException', 'Rate exceeded');
  };
}
