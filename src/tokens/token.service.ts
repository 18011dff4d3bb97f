import { Injectable } from '@nestjs/common';
import type { BearerToken } from '../clients/domain/bearer-token.js';
import { SessionEnded } from '../clients/ports/session-store.js';
import { Clock, toEpochSeconds } from '../common/clock.js';
import { OPENID } from '../common/scopes.js';
import { DependencyError, DependencyUnavailable } from '../common/errors/dependency-errors.js';
import { tokenRequests } from '../metrics/token-metrics.js';
import { UsageRecorder } from '../usage/usage-recorder.js';
import type { Grant } from './access-decision.js';
import { AccessChanged } from './bearer-refresher.js';
import { isAfterCutOffs, isWithinScopes } from './bearer-token-rules.js';
import { BearerTokens } from './bearer-tokens.js';
import { CredentialProver } from './credential-prover.js';
import { clientCredentialsGrant } from './grants/client-credentials.grant.js';
import type { GrantType } from './grants/grant-type.js';
import { refreshTokenGrant } from './grants/refresh-token.grant.js';
import { OAuthError, type OAuthErrorCode } from './oauth-error.js';
import type { OAuthRequest } from './oauth-request.js';
import type { Proof } from './proof.js';
import { readScopes } from './scope-request.js';
import type { TokenResponse } from './token-response.js';

const GRANTS: ReadonlyMap<string, GrantType> = new Map(
  [refreshTokenGrant, clientCredentialsGrant].map((grant) => [grant.name, grant]),
);
/** How often a decision is taken anew because the client changed under it. */
const DECISIONS = 3;

/** The token endpoint (RFC 6749 §3.2): one sequence of phases for every grant, so that none can forget one. */
@Injectable()
export class TokenService {
  constructor(
    private readonly prover: CredentialProver,
    private readonly tokens: BearerTokens,
    private readonly usage: UsageRecorder,
    private readonly clock: Clock,
  ) {}

  /** @throws OAuthError, DependencyError */
  async exchange(request: OAuthRequest): Promise<TokenResponse> {
    const name = request.form.get('grant_type') ?? 'none';
    const measure = tokenRequests.startTimer({ grant: GRANTS.has(name) ? name : 'other' });
    try {
      const answer = await this.trade(request);
      measure({ outcome: 'ok' });
      return answer;
    } catch (error) {
      measure({ outcome: outcomeOf(error) });
      if (error instanceof OAuthError && error.details.client) this.usage.refused(error.details.client);
      throw error;
    }
  }

  private async trade(request: OAuthRequest): Promise<TokenResponse> {
    // 1. Which grant.
    const claim = grantOf(request).claim(request);
    // 2. Who asks, where the caller authenticates besides (RFC 6749 §6: if it is included, it must hold).
    const holder = claim.authentication && (await this.prover.prove(claim.authentication, request));
    for (let decision = 0; decision < DECISIONS; decision++) {
      // 3. Whether its credential holds, as things stand now.
      const grant = await this.prover.prove(claim.credential, request);
      // 4. Whether it may have what it asks for.
      const scopes = readScopes(request.form.get('scope'), grant.scopes);
      // 5. Whether any token can be good yet: none is that was issued up to a cut-off.
      this.assertPastCutOffs(grant);
      // 6. The token: kept, stored or fresh.
      const token = await this.token(grant, claim.credential, request.signal);
      if (token === undefined) continue;
      // 7. Whether that token says no more than it may.
      const answer = this.answer(token, grant, scopes);
      // 8. It is counted, and what it was had with is in use.
      if (holder) this.usage.used(holder.client, holder.credential.id, request.ip);
      this.usage.served(grant.client, grant.credential.id, request.ip);
      return answer;
    }
    throw new DependencyUnavailable('table', 'the client keeps changing');
  }

  /** @returns undefined when the client changed meanwhile: decide anew */
  private async token(
    grant: Grant,
    { refusal }: Proof,
    signal: AbortSignal,
  ): Promise<BearerToken | undefined> {
    try {
      return await this.tokens.get(grant, signal);
    } catch (error) {
      if (error instanceof AccessChanged) return undefined;
      if (error instanceof SessionEnded)
        throw new OAuthError(refusal, { clientId: grant.client.id, client: grant.client });
      throw error;
    }
  }

  private assertPastCutOffs({ client, tenant }: Grant): void {
    const wait = Math.max(client.notBefore, tenant.notBefore) - toEpochSeconds(this.clock.now());
    if (wait >= 0) throw new OAuthError('temporarily_unavailable', { retryAfter: wait + 1 });
  }

  private answer(token: BearerToken, grant: Grant, asked: readonly string[]): TokenResponse {
    // Cognito lags behind a cut-off or a narrowed scope for a moment: this token is not the one to give out.
    if (!isAfterCutOffs(token, grant)) throw new OAuthError('temporarily_unavailable', { retryAfter: 2 });
    if (!isWithinScopes(token, grant)) throw new OAuthError('temporarily_unavailable', { retryAfter: 1 });
    return {
      access_token: token.token,
      token_type: 'Bearer',
      // RFC 6749 §5.1: the lifetime, in seconds.
      expires_in: token.exp - toEpochSeconds(this.clock.now()),
      // RFC 6749 §5.1: required where it differs from what was asked; so it is always told.
      ...(token.scopes.length > 0 && { scope: token.scopes.join(' ') }),
      ...(asked.includes(OPENID) && { id_token: token.token }),
    };
  }
}

function outcomeOf(error: unknown): OAuthErrorCode {
  if (error instanceof OAuthError) return error.code;
  return error instanceof DependencyError ? 'temporarily_unavailable' : 'server_error';
}

function grantOf({ form }: OAuthRequest): GrantType {
  // RFC 6749 §5.2: missing it is invalid_request, another one unsupported_grant_type.
  const name = form.get('grant_type');
  if (name === undefined) throw new OAuthError('missing_grant_type');
  const grant = GRANTS.get(name);
  if (grant === undefined) throw new OAuthError('unsupported_grant_type');
  return grant;
}
