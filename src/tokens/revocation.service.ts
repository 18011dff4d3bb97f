import { Injectable } from '@nestjs/common';
import { CredentialsService } from '../clients/credentials.service.js';
import { type ParsedCredential, parseCredential } from '../clients/domain/credential-secret.js';
import { clientIdFor } from '../clients/domain/foreign-credential.js';
import { COMPACT_JWS } from '../common/compact-jws.js';
import { type Holding, identify } from './access-decision.js';
import { CredentialProver } from './credential-prover.js';
import { OAuthError } from './oauth-error.js';
import type { OAuthRequest } from './oauth-request.js';
import { AccessReader } from './ports/access-reader.js';
import { authenticationOf } from './proof.js';

/** The revocation endpoint (RFC 7009): whoever holds a credential may end it. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly access: AccessReader,
    private readonly prover: CredentialProver,
    private readonly credentials: CredentialsService,
  ) {}

  /**
   * Returns once the credential is ended for good, or where there was nothing for this caller to end.
   * @throws OAuthError, DependencyError
   */
  async revoke(request: OAuthRequest): Promise<void> {
    const { form, authentication, signal } = request;
    const { clientId, secret } = authentication;
    // 1. RFC 7009 §2.1: `token` is required; `token_type_hint` may be ignored.
    const token = form.get('token');
    if (token === undefined) throw new OAuthError('missing_token');
    // 2. Client authentication first, when there is any. It may come from elsewhere: a leak is stopped from anywhere.
    if (secret !== undefined) await this.prover.proveFromAnywhere(authenticationOf(clientId, secret), signal);
    // 3. RFC 7009 §2.2.1: bearer tokens are no tokens that can be revoked here.
    if (COMPACT_JWS.test(token)) throw new OAuthError('unsupported_token_type');
    // 4. RFC 7009 §2.1: it was issued to the client that asks. RFC 7009 §2.2: what is no token of its is no error.
    const credential = parseCredential(token);
    if (credential === undefined) return;
    if (clientId !== undefined && clientIdFor(clientId) !== credential.clientId) return;
    // 5. The credential itself proves its holder, whatever state it is in.
    const holding = await this.identify(credential, signal);
    // 6. Ended, with all that it opened, before the answer.
    if (holding !== undefined) await this.end(holding, request);
  }

  private async identify(credential: ParsedCredential, signal: AbortSignal): Promise<Holding | undefined> {
    return identify(credential, await this.access.read(credential.clientId, signal));
  }

  private end({ client, credential }: Holding, { ip, requestId, signal }: OAuthRequest): Promise<void> {
    const principal = { type: 'client', clientId: client.id } as const;
    return this.credentials.revokeHeld({ principal, ip, requestId, signal }, client.id, credential.id);
  }
}
