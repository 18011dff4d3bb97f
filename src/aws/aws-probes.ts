import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolConfig } from '../config/config.js';
import { Probes } from '../health/probes.js';
import type { KeyProvider } from '../sealing/key-provider.js';
import { dependencyError } from './cognito/cognito-errors.js';
import { tenantKey } from './dynamodb/keys.js';
import type { Table } from './dynamodb/table.js';
import { PLATFORM_TENANT_ID } from '../common/ids.js';

/** One small read of each. */
export class AwsProbes extends Probes {
  constructor(
    private readonly items: Table,
    private readonly cognito: CognitoIdentityProviderClient,
    private readonly keys: KeyProvider,
    private readonly machines: PoolConfig,
  ) {
    super();
  }

  async table(signal: AbortSignal): Promise<void> {
    await this.items.get(tenantKey(PLATFORM_TENANT_ID), signal);
  }

  async pool(abortSignal: AbortSignal): Promise<void> {
    const command = new DescribeUserPoolCommand({ UserPoolId: this.machines.userPoolId });
    await this.cognito.send(command, { abortSignal }).catch((error: unknown) => {
      throw dependencyError('describe the pool', error);
    });
  }

  async key(signal: AbortSignal): Promise<void> {
    await this.keys.generateDataKey({ purpose: 'probe' }, signal);
  }
}
