import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { isWithin } from '../common/http/caller-address.js';
import { type Grant, grantOf, type Holding, identify, isAwaited, isInForce } from './access-decision.js';
import { OAuthError } from './oauth-error.js';
import { AccessReader, type ClientFacts } from './ports/access-reader.js';
import type { Proof } from './proof.js';

/** Seconds after which a partner whose credential was just imported tries again: its session may be open by then. */
const AWAITED_FOR = 30;

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
   * @throws OAuthError the proof's refusal, `temporarily_unavailable` before an import is finished; DependencyError
   */
  prove(proof: Proof, { ip, signal }: { ip: string | undefined; signal: AbortSignal }): Promise<Grant> {
    return this.judge(proof, ({ client }) => isWithin(ip, client.allowedCidrs), signal);
  }

  /** @throws OAuthError the proof's refusal; DependencyError */
  proveFromAnywhere(proof: Proof, signal: AbortSignal): Promise<Grant> {
    return this.judge(proof, () => true, signal);
  }

  private async judge(
    proof: Proof,
    isAdmitted: (holding: Holding) => boolean,
    signal: AbortSignal,
  ): Promise<Grant> {
    const { credential, namedClient } = proof;
    if (credential === undefined) throw refusalOf(proof);
    const access = await this.access.read(credential.clientId, signal);
    const holding = identify(credential, access);
    // RFC 6749 §6, §10.4: it is bound to the client to which it was issued.
    const foreign = namedClient !== undefined && namedClient !== credential.clientId;
    if (holding === undefined || foreign || !isAdmitted(holding)) throw refusalOf(proof, access.client);
    const now = this.clock.now();
    if (isAwaited(holding, now)) throw new OAuthError('temporarily_unavailable', { retryAfter: AWAITED_FOR });
    if (!isInForce(holding, now)) throw refusalOf(proof, access.client);
    return grantOf(holding);
  }
}

function refusalOf({ refusal, credential, namedClient }: Proof, client?: ClientFacts): OAuthError {
  return new OAuthError(refusal, { clientId: credential?.clientId ?? namedClient, client });
}
