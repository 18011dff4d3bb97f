import { Injectable } from '@nestjs/common';
import { DependencyMisconfigured } from '../common/errors/dependency-errors.js';
import { Problem } from '../common/errors/problem.js';
import { CannotUnseal, type Sealed } from '../sealing/sealed.js';
import { Sealer } from '../sealing/sealer.js';
import type { Client } from './domain/client.js';
import { newMachinePassword } from './domain/machine-password.js';
import { passwordContext } from './domain/sealing-contexts.js';
import { ClientStore } from './ports/client-store.js';

/** The passwords of the machine users in Cognito: made once, kept sealed, seen by nobody. */
@Injectable()
export class MachinePasswords {
  constructor(
    private readonly clients: ClientStore,
    private readonly sealer: Sealer,
  ) {}

  /** A new one for a client about to be made. @throws DependencyError */
  make(client: Client, signal: AbortSignal): Promise<Sealed> {
    return this.sealer.seal(newMachinePassword(), passwordContext(client), signal);
  }

  /** The client's. @throws Problem `not_found` when the client is gone; DependencyError */
  async of(client: Client, signal: AbortSignal): Promise<string> {
    const sealed = await this.clients.findPassword(client.id, signal);
    if (sealed === undefined) throw new Problem('not_found');
    try {
      return await this.sealer.unseal(sealed, passwordContext(client), signal);
    } catch (cause) {
      if (!(cause instanceof CannotUnseal)) throw cause;
      throw new DependencyMisconfigured('key', 'unseal a password', { cause });
    }
  }
}
