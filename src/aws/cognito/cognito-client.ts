import {
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
} from '@aws-sdk/client-cognito-identity-provider';
import { SECOND } from '../../common/clock.js';
import { Connections } from '../connections.js';

/**
 * The client of both pools: two seconds and one try, since a sign-in stands between a partner and its answer and
 * the domain decides what is repeated. Region, endpoint and credentials come from the SDK's standard variables
 * when `config` does not name them.
 */
export function createCognitoClient(
  config: Pick<CognitoIdentityProviderClientConfig, 'region' | 'endpoint' | 'credentials'>,
): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    ...config,
    retryMode: 'standard',
    maxAttempts: 1,
    requestHandler: new Connections(2 * SECOND),
  });
}
