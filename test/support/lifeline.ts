import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { emulators } from './emulators.js';
import { ProxiedExchange } from './proxied-exchange.js';

interface Wire {
  readonly endpoint: string;
  readonly server: Server;
}

/**
 * The wires from one broker to DynamoDB and Cognito. Cut behind a call, none of its later ones arrives and no answer comes
 * back: to the rest of the world the broker was killed there and then.
 */
export class Lifeline {
  private readonly wires: Wire[] = [];
  private made = 0;
  private last = Infinity;

  static async start(): Promise<Lifeline> {
    const lifeline = new Lifeline();
    const { dynamodb, cognitoLocal } = emulators();
    for (const target of [dynamodb, cognitoLocal])
      lifeline.wires.push(await lifeline.wireTo(new URL(target)));
    return lifeline;
  }

  get endpoints(): { readonly dynamodb: string; readonly cognito: string } {
    const [dynamodb, cognito] = this.wires.map(({ endpoint }) => endpoint);
    return { dynamodb: dynamodb!, cognito: cognito! };
  }

  /** How many calls were made since {@link cutAfter}, whatever became of them. */
  get calls(): number {
    return this.made;
  }

  /** The `last` call from now on takes effect, and is the last that does; not even its answer comes back. */
  cutAfter(last: number): void {
    this.made = 0;
    this.last = last;
  }

  /** Lets calls pass as if nothing had been. */
  mend(): void {
    this.cutAfter(Infinity);
  }

  async stop(): Promise<void> {
    for (const { server } of this.wires) {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    }
  }

  private async wireTo(target: URL): Promise<Wire> {
    const server = createServer((incoming, response) => {
      const passing = ProxiedExchange.read(target, incoming, response).then((call) => this.pass(call));
      passing.catch(() => incoming.socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
  }

  private async pass(call: ProxiedExchange): Promise<void> {
    const mine = ++this.made;
    if (mine > this.last) return call.cut();
    const answer = await call.forward();
    if (mine === this.last) call.cut();
    else call.reply(answer);
  }
}
