import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Probes } from '../health/probes.js';
import { KeyProvider } from '../sealing/key-provider.js';
import { AwsProbes } from './aws-probes.js';
import { CognitoModule } from './cognito/cognito.module.js';
import { DynamodbModule } from './dynamodb/dynamodb.module.js';
import { Table } from './dynamodb/table.js';
import { KmsModule } from './kms/kms.module.js';

/**
 * The adapters of all ports. Their clients are not closed: the last calls are made as the process ends, and idle
 * connections do not keep it.
 */
@Global()
@Module({
  imports: [DynamodbModule, CognitoModule, KmsModule],
  providers: [
    {
      provide: Probes,
      inject: [Table, CognitoIdentityProviderClient, KeyProvider, Config],
      useFactory: (
        table: Table,
        cognito: CognitoIdentityProviderClient,
        keys: KeyProvider,
        { machines }: Config,
      ) => new AwsProbes(table, cognito, keys, machines),
    },
  ],
  exports: [DynamodbModule, CognitoModule, KmsModule, Probes],
})
export class AwsModule {}
