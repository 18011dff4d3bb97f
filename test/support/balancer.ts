import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { eventually } from './eventually.js';

/** How often the balancer looks whether a replica is ready, ms. */
const LOOK_AGAIN = 50;

interface Backend {
  readonly url: string;
  readonly agent: Agent;
  isReady: boolean;
}

/**
 * A load balancer as orchestrators have them: spreads requests over the replicas that `/health/ready` calls ready, over
 * connections that it keeps, and repeats nothing. A request that a replica loses is answered 502; without any replica, 504.
 */
export class Balancer {
  private readonly server: Server;
  private backends: Backend[] = [];
  private turn = 0;
  private timer: NodeJS.Timeout | undefined;

  private constructor() {
    this.server = createServer((incoming, response) => void this.pass(incoming, response));
  }

  static async start(): Promise<Balancer> {
    const balancer = new Balancer();
    balancer.server.listen(0, '127.0.0.1');
    await once(balancer.server, 'listening');
    balancer.timer = setInterval(() => void balancer.look(), LOOK_AGAIN);
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Takes a replica in; resolves once it gets its share of the requests. */
  async add(url: string): Promise<void> {
    const backend = { url, agent: new Agent({ keepAlive: true }), isReady: false };
    this.backends.push(backend);
    await eventually(
      () => Promise.resolve(backend.isReady),
      (isReady) => isReady,
    );
  }

  /** Forgets a replica. */
  remove(url: string): void {
    this.backends = this.backends.filter((backend) => backend.url !== url);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    for (const { agent } of this.backends) agent.destroy();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async look(): Promise<void> {
    await Promise.all(
      this.backends.map(async (backend) => {
        const answer = await fetch(`${backend.url}/health/ready`).catch(() => undefined);
        backend.isReady = answer?.status === 200;
        await answer?.body?.cancel();
      }),
    );
  }

  private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const ready = this.backends.filter(({ isReady }) => isReady);
    const backend = ready[this.turn++ % ready.length];
    if (backend === undefined) return void response.writeHead(504).end('{}');
    try {
      await forward(backend, incoming, body, response);
    } catch {
      response.writeHead(502).end('{}');
    }
  }
}

async function forward(
  { url, agent }: Backend,
  { method, url: path = '/', headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const outgoing = request(new URL(path, url), { method, headers, agent });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const content = await buffer(answer);
  response.writeHead(answer.statusCode ?? 502, answer.headers).end(content);
}
