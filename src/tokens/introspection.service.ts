import { Injectable } from '@nestjs/common';
import { type ParsedCredential, parseCredential } from '../clients/domain/credential-secret.js';
import { SessionStore } from '../clients/ports/session-store.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/errors/problem.js';
import { PLATFORM_TENANT_ID } from '../common/ids.js';
import { Authenticator } from '../guard/authenticator.js';
import { decide } from './access-decision.js';
import { BearerTokenVerifier } from './bearer-token-verifier.js';
import { CredentialProver } from './credential-prover.js';
import {
  INACTIVE,
  type Introspection,
  introspectionOfBearerToken,
  introspectionOfCredential,
} from './introspection.js';
import { OAuthError } from './oauth-error.js';
import type { IntrospectionRequest, OAuthRequest } from './oauth-request.js';
import { AccessReader } from './ports/access-reader.js';
import { authenticationOf } from './proof.js';

/** The introspection endpoint (RFC 7662), for APIs that must know at once; state is read strongly consistent. */
@Injectable()
export class IntrospectionService {
  constructor(
    private readonly access: AccessReader,
    private readonly sessions: SessionStore,
    private readonly prover: CredentialProver,
    private readonly verifier: BearerTokenVerifier,
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
  ) {}

  /** @throws OAuthError, DependencyError */
  async introspect(request: IntrospectionRequest): Promise<Introspection> {
    const { form, bearer, signal } = request;
    // 1. RFC 7662 §2.1: `token` is required; `token_type_hint` may be ignored.
    const token = form.get('token');
    if (token === undefined) throw new OAuthError('missing_token');
    // 2. RFC 7662 §2.1, §4: who asks must be allowed to, or tokens could be guessed here.
    await (bearer === undefined ? this.admitClient(request) : this.admitOperator(bearer, signal));
    // 3. What it is, and how things stand with it now.
    const credential = parseCredential(token);
    return credential ? this.ofCredential(credential, signal) : this.ofBearerToken(token, signal);
  }

  /** A client of the platform tenant that an operator has marked; others are refused like strangers. */
  private async admitClient({ authentication, ip, signal }: OAuthRequest): Promise<void> {
    const { clientId, secret } = authentication;
    if (secret === undefined) throw new OAuthError('invalid_client', { clientId });
    const { client } = await this.prover.prove(authenticationOf(clientId, secret), { ip, signal });
    if (!client.introspect || client.tenantId !== PLATFORM_TENANT_ID)
      throw new OAuthError('invalid_client', { clientId: client.id });
  }

  private async admitOperator(authorization: string, signal: AbortSignal): Promise<void> {
    try {
      const person = await this.authenticator.authenticate(authorization, signal);
      if (person?.type === 'operator') return;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    throw new OAuthError('invalid_client');
  }

  /** The CIDR list of its client is for those who ask for tokens, not for those who ask about them. */
  private async ofCredential(credential: ParsedCredential, signal: AbortSignal): Promise<Introspection> {
    const grant = decide(credential, await this.access.read(credential.clientId, signal), this.clock.now());
    return grant ? introspectionOfCredential(grant) : INACTIVE;
  }

  private async ofBearerToken(token: string, signal: AbortSignal): Promise<Introspection> {
    const verified = await this.verifier.verify(token);
    if (verified === undefined) return INACTIVE;
    const { clientId } = verified;
    const [access, sessions] = await Promise.all([
      this.access.read(clientId, signal),
      this.sessions.list(clientId, signal),
    ]);
    return introspectionOfBearerToken(verified, access, sessions, this.clock.now());
  }
}
