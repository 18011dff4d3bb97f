import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, request } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request on its way through the proxy, and what can be done with it. */
export class ProxiedExchange {
  private constructor(
    private readonly target: URL,
    private readonly incoming: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly body: Buffer,
  ) {}

  static async read(target: URL, incoming: IncomingMessage, response: ServerResponse) {
    return new ProxiedExchange(target, incoming, response, await buffer(incoming));
  }

  /** `X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth` is `InitiateAuth`; empty without that header. */
  get operation(): string {
    return String(this.incoming.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
  }

  /** The body, as JSON. */
  get asked(): unknown {
    return JSON.parse(this.body.toString() || '{}') as unknown;
  }

  /** Has the target do it, over a connection of its own: one that is kept may just be closing. */
  async forward(): Promise<Answer> {
    const { method, url = '/', headers } = this.incoming;
    const outgoing = request(new URL(url, this.target), { method, headers, agent: false });
    outgoing.end(this.body);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) };
  }

  reply({ status, headers, body }: Answer): void {
    this.response.writeHead(status, headers).end(body);
  }

  /** Sends the headers and the first half of the body, then cuts. */
  replyHalf({ status, headers, body }: Answer): void {
    const sent = Object.entries(headers).filter(([name]) => name !== 'transfer-encoding');
    this.response.writeHead(status, { ...Object.fromEntries(sent), 'content-length': body.length });
    this.response.write(body.subarray(0, body.length / 2), () => this.incoming.socket.destroySoon());
  }

  /** Answers as AWS's JSON protocols tell an error. */
  fail(status: number, type: string, message: string): void {
    const body = Buffer.from(JSON.stringify({ __type: type, message }));
    this.reply({ status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body });
  }

  /** Cuts the caller's connection. */
  cut(): void {
    this.incoming.socket.destroy();
  }
}
