import { setTimeout as sleep } from 'node:timers/promises';

/** What the token endpoint answered. */
export interface Answer {
  readonly status: number;
  /** Seconds. */
  readonly retryAfter: number;
  readonly body: TokenBody;
}

/** RFC 6749 §5.1 and §5.2. */
interface TokenBody {
  readonly access_token: string;
  readonly expires_in: number;
  readonly scope?: string;
  readonly error?: string;
}

/** Seconds until what was promised must have come. */
const PATIENCE = 20;

/** The partner's backend, as it trades its credential for tokens. */
export class Backend {
  constructor(private readonly url: string) {}

  refreshToken(credential: string): Promise<Answer> {
    return this.trade({ grant_type: 'refresh_token', refresh_token: credential });
  }

  clientCredentialsByBody(clientId: string, credential: string): Promise<Answer> {
    return this.trade({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: credential,
    });
  }

  clientCredentialsByBasic(clientId: string, credential: string): Promise<Answer> {
    const authorization = `Basic ${Buffer.from(`${clientId}:${credential}`).toString('base64')}`;
    return this.trade({ grant_type: 'client_credentials' }, { authorization });
  }

  /** Until it is refused. */
  async untilRefused(credential: string): Promise<void> {
    const end = Date.now() + PATIENCE * 1_000;
    while ((await this.refreshToken(credential)).status === 200) {
      if (Date.now() > end) throw new Error(`the credential still works after ${PATIENCE} s`);
      await sleep(250);
    }
  }

  /** A 503 says when to come again, and is no refusal: the credential is kept. */
  async patiently(credential: string): Promise<Answer> {
    const end = Date.now() + PATIENCE * 1_000;
    for (;;) {
      const answer = await this.refreshToken(credential);
      if (answer.status !== 503 || Date.now() > end) return answer;
      await sleep(answer.retryAfter * 1_000);
    }
  }

  private async trade(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const init = { method: 'POST', headers, body: new URLSearchParams(form) };
    const response = await fetch(`${this.url}/oauth/token`, init);
    const retryAfter = Number(response.headers.get('retry-after') ?? 1);
    return { status: response.status, retryAfter, body: (await response.json()) as TokenBody };
  }
}

/** @throws when it is a refusal */
export function tokenIn({ status, body }: Answer): string {
  if (status !== 200) throw new Error(`no token was given: ${status} ${body.error}`);
  return body.access_token;
}

/** @throws when it is no refusal */
export function assertRefused({ status, body }: Answer): void {
  if (status !== 400 || body.error !== 'invalid_grant')
    throw new Error(`a refusal was expected, and the answer was ${status} ${body.error ?? 'with a token'}`);
}
