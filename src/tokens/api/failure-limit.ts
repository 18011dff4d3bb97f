import { Injectable } from '@nestjs/common';
import { normalAddress } from '../../common/http/caller-address.js';
import type { FastifyRequest } from '../../common/http/fastify-request.js';
import { FailedAuthentications } from '../failed-authentications.js';
import { OAuthError, type OAuthErrorCode } from '../oauth-error.js';

/** Answers that a credential did not hold; `invalid_grant` among them, since a credential is a refresh token too. */
const FAILURES: readonly OAuthErrorCode[] = ['invalid_client', 'invalid_grant'];

/** Counts the failed authentications of an endpoint; too many are answered 429 (RFC 6585 §4) instead. */
@Injectable()
export class FailureLimit {
  constructor(private readonly failures: FailedAuthentications) {}

  /** @param answer of the endpoint @throws OAuthError `too_many_failures`, and whatever `answer` throws */
  async apply<T>({ ip }: FastifyRequest, answer: () => Promise<T>): Promise<T> {
    try {
      return await answer();
    } catch (error) {
      throw error instanceof OAuthError ? this.limited(error, normalAddress(ip)) : error;
    }
  }

  private limited(error: OAuthError, ip: string | undefined): OAuthError {
    if (!FAILURES.includes(error.code)) return error;
    const retryAfter = this.failures.count({ clientId: error.details.clientId, ip });
    return retryAfter === undefined ? error : new OAuthError('too_many_failures', { retryAfter });
  }
}
