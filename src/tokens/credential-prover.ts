import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/domain/client.js';
import { Clock } from '../common/clock.js';
import { isWithin } from '../common/http/caller-address.js';
import { decide, type Grant } from './access-decision.js';
import { OAuthError } from './oauth-error.js';
import { AccessReader } from './ports/access-reader.js';
import type { Proof } from './proof.js';

/**
 * Judges credentials, for all endpoints alike. Every refusal costs the same, whether the credential is unknown, wrong,
 * ended, somebody else's or from elsewhere: one read, one comparison.
 */
@Injectable()
export class CredentialProver {
  constructor(
    private readonly access: AccessReader,
    private readonly clock: Clock,
  ) {}

  /**
   * @param ip where the credential was sent from; the client may have said from where it will be
   * @throws OAuthError the proof's refusal; DependencyError
   */
  async prove(proof: Proof, { ip, signal }: { ip: string | undefined; signal: AbortSignal }): Promise<Grant> {
    const grant = await this.proveFromAnywhere(proof, signal);
    if (!isWithin(ip, grant.client.allowedCidrs)) throw refusalOf(proof, grant.client);
    return grant;
  }

  /** @throws OAuthError the proof's refusal; DependencyError */
  async proveFromAnywhere(proof: Proof, signal: AbortSignal): Promise<Grant> {
    const { credential, namedClient } = proof;
    if (credential === undefined) throw refusalOf(proof);
    const access = await this.access.read(credential.clientId, signal);
    const grant = decide(credential, access, this.clock.now());
    // RFC 6749 §6, §10.4: it is bound to the client to which it was issued.
    const foreign = namedClient !== undefined && namedClient !== credential.clientId;
    if (grant === undefined || foreign) throw refusalOf(proof, access.client);
    return grant;
  }
}

function refusalOf({ refusal, credential, namedClient }: Proof, client?: Client): OAuthError {
  return new OAuthError(refusal, { clientId: credential?.clientId ?? namedClient, client });
}
