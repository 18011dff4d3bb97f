import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: object | string;
}

/** The broker's token endpoint, as a partner's backend sees it: it answers what it is told to, else a token. */
export class TokenEndpoint {
  /** The forms that came in. */
  readonly forms: Record<string, string>[] = [];
  /** To be answered next, in order; `undefined` breaks the connection off. */
  readonly next: (Answer | undefined)[] = [];
  /** Seconds that its tokens say they are good for. */
  expiresIn = 900;
  /** Until this is settled nothing is answered. */
  gate: Promise<unknown> = Promise.resolve();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TokenEndpoint> {
    const server = createServer((request, response) => void endpoint.answer(request, response));
    const endpoint = new TokenEndpoint(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/oauth/token`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** When the next request has come in. */
  async untilAsked(): Promise<void> {
    await once(this.server, 'request');
  }

  /** When the next request has come in, and whoever sent it has gone without its answer. */
  async untilDeserted(): Promise<void> {
    const [, response] = (await once(this.server, 'request')) as [IncomingMessage, ServerResponse];
    await once(response, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.forms.push(Object.fromEntries(new URLSearchParams(await text(request))));
    const token = {
      access_token: `token-${this.forms.length}`,
      token_type: 'Bearer',
      expires_in: this.expiresIn,
    };
    await this.gate;
    const answer = this.next.length === 0 ? { body: token } : this.next.shift();
    if (answer === undefined) return void request.socket.destroy();
    const { status = 200, headers = {}, body = token } = answer;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  }
}

/** RFC 6749 §5.2 */
export const REFUSED: Answer = { status: 400, body: { error: 'invalid_grant' } };
export const BUSY: Answer = {
  status: 503,
  headers: { 'retry-after': '0' },
  body: { error: 'temporarily_unavailable' },
};
