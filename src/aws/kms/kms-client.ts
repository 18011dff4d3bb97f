import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';
import type { Millis } from '../../common/clock.js';
import { Connections } from '../connections.js';

/** How long one try may take. */
const TRY: Millis = 500;

/**
 * Two tries of half a second: both calls are safe to repeat. Region, endpoint and credentials come from the SDK's
 * standard variables when `config` does not name them.
 */
export function createKmsClient(
  config: Pick<KMSClientConfig, 'region' | 'endpoint' | 'credentials'>,
): KMSClient {
  return new KMSClient({
    ...config,
    retryMode: 'standard',
    maxAttempts: 2,
    requestHandler: new Connections(TRY),
  });
}
