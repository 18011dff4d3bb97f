import { type DynamicModule, Module } from '@nestjs/common';
import { MachinePasswords } from '../clients/machine-passwords.js';
import type { Config } from '../config/config.js';
import { Sealer } from '../sealing/sealer.js';
import { ClientExport } from '../transfer/client-export.js';
import { ClientImport } from '../transfer/client-import.js';
import { CommandModule } from './command.module.js';

/** What taking clients out and in stands on. */
@Module({})
export class TransferModule {
  static with(config: Config): DynamicModule {
    return {
      module: TransferModule,
      imports: [CommandModule.with(config)],
      providers: [Sealer, MachinePasswords, ClientExport, ClientImport],
    };
  }
}
