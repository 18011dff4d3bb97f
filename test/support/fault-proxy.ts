import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Gate, gate } from './gate.js';
import { ProxiedExchange } from './proxied-exchange.js';

/** Matches every operation. */
export const ANY = '*';

/** Which matching requests a fault meets: all when absent. */
export interface Limit {
  /** So many of them. */
  readonly times?: number;
  /** Only those behind so many others, which pass. */
  readonly after?: number;
}

/** Requests that are kept waiting. */
export interface Hold {
  /** Resolves when the first one waits. */
  readonly held: Promise<void>;
  /** Lets those that wait go on, and holds no more. */
  release(): void;
}

/** An error in the words of AWS's JSON protocols. */
export interface AwsError {
  readonly status: number;
  /** Such as `ThrottlingException`. */
  readonly type: string;
  readonly message?: string;
}

type Listener = (operation: string, asked: unknown, answered: unknown, headers: IncomingHttpHeaders) => void;

/** What a service has answered. */
export type Answered = Readonly<Record<string, Record<string, unknown>>>;

type Act = (exchange: ProxiedExchange) => Promise<void> | void;

interface Rule {
  readonly operation: string;
  readonly act: Act;
  left: number;
  toPass: number;
}

/** A proxy on 127.0.0.1 before `target`, the endpoint of an emulator. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const proxy = new FaultProxy(new URL(target));
  await proxy.start();
  return proxy;
}

/**
 * Stands between the SDK and an emulator, and does to requests what networks and services do. An operation is the last
 * part of `X-Amz-Target`, such as `BatchGetItem`. The rule made first meets a request first; without a rule it passes.
 */
export class FaultProxy {
  private readonly server = createServer((incoming, response) => void this.meet(incoming, response));
  private readonly counts = new Map<string, number>();
  private readonly gates: Gate[] = [];
  private rules: Rule[] = [];
  private isDown = false;
  private listener: Listener | undefined;

  constructor(private readonly target: URL) {
    this.server.on('connection', (socket) => {
      if (this.isDown) socket.destroy();
    });
  }

  /** Tells of every call that passes from now on: what was asked and what was answered, as JSON, and the headers of the request. */
  overhear(listener: Listener): void {
    this.listener = listener;
  }

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Whether the next request of some operation will not just pass. */
  get isMeddling(): boolean {
    return this.isDown || this.rules.some(({ left, toPass }) => left > 0 && toPass <= 0);
  }

  /** How many requests of this operation have arrived, whatever became of them. */
  count(operation: string): number {
    return this.counts.get(operation) ?? 0;
  }

  /** Keeps requests from the target until they are released. */
  hold(operation: string, limit?: Limit): Hold {
    return this.holding(operation, limit, async (exchange, wait) => {
      await wait();
      exchange.reply(await exchange.forward());
    });
  }

  /** Lets requests take effect, and keeps the answers until they are released. */
  holdAnswer(operation: string, limit?: Limit): Hold {
    return this.holding(operation, limit, async (exchange, wait) => {
      const answer = await exchange.forward();
      await wait();
      exchange.reply(answer);
    });
  }

  /** Answers with an error in the target's place. */
  status(operation: string, { status, type, message = '' }: AwsError, limit?: Limit): void {
    this.add(operation, limit, (exchange) => exchange.fail(status, type, message));
  }

  /** Lets requests take effect, and says something else of it: what `change` makes of the answer's JSON. */
  rewrite(operation: string, change: (answered: Answered) => unknown, limit?: Limit): void {
    this.add(operation, limit, async (exchange) => {
      const answer = await exchange.forward();
      const body = Buffer.from(JSON.stringify(change(JSON.parse(answer.body.toString()) as Answered)));
      exchange.reply({ ...answer, headers: { ...answer.headers, 'content-length': `${body.length}` }, body });
    });
  }

  /** Cuts the connection; the target hears nothing. */
  resetBefore(operation: string, limit?: Limit): void {
    this.add(operation, limit, (exchange) => exchange.cut());
  }

  /** The request takes effect, its answer is lost. */
  resetAfter(operation: string, limit?: Limit): void {
    this.add(operation, limit, async (exchange) => {
      await exchange.forward();
      exchange.cut();
    });
  }

  /** Lets requests wait for so many milliseconds before they take effect. */
  delay(operation: string, by: number, limit?: Limit): void {
    this.add(operation, limit, async (exchange) => {
      await pause(by);
      exchange.reply(await exchange.forward());
    });
  }

  /** Lets requests take effect, and their answers wait for so many milliseconds. */
  delayAnswer(operation: string, by: number, limit?: Limit): void {
    this.add(operation, limit, async (exchange) => {
      const answer = await exchange.forward();
      await pause(by);
      exchange.reply(answer);
    });
  }

  /** Neither forwards nor answers. */
  blackHole(operation: string, limit?: Limit): void {
    this.add(operation, limit, () => {});
  }

  /** The request takes effect; its answer comes `delay` milliseconds late. */
  slow(operation: string, delay: number, limit?: Limit): void {
    this.add(operation, limit, async (exchange) => {
      const [answer] = await Promise.all([exchange.forward(), pause(delay)]);
      exchange.reply(answer);
    });
  }

  /** The request takes effect; of its answer only the beginning arrives before the connection is cut. */
  half(operation: string, limit?: Limit): void {
    this.add(operation, limit, async (exchange) => exchange.replyHalf(await exchange.forward()));
  }

  /** Cuts every connection, open and new, until `clear`. */
  down(): void {
    this.isDown = true;
    this.server.closeAllConnections();
  }

  /** All works again, and what was held goes on. Counts stay. */
  clear(): void {
    this.isDown = false;
    this.rules = [];
    for (const { open } of this.gates.splice(0)) open();
  }

  async stop(): Promise<void> {
    this.clear();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async meet(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const exchange = await ProxiedExchange.read(this.target, incoming, response);
      this.counts.set(exchange.operation, this.count(exchange.operation) + 1);
      await this.actOn(exchange.operation)(exchange);
    } catch {
      incoming.socket.destroy(); // the target is gone, or the caller is
    }
  }

  private actOn(operation: string): Act {
    const rules = this.rules.filter(({ operation: its, left }) => left > 0 && [ANY, operation].includes(its));
    const rule = rules.find((one) => one.toPass-- <= 0);
    if (!rule) return (exchange) => this.pass(exchange);
    rule.left -= 1;
    return rule.act;
  }

  private async pass(exchange: ProxiedExchange): Promise<void> {
    const answer = await exchange.forward();
    this.listener?.(
      exchange.operation,
      exchange.asked,
      JSON.parse(answer.body.toString() || '{}'),
      exchange.headers,
    );
    exchange.reply(answer);
  }

  private add(operation: string, { times = Infinity, after = 0 }: Limit = {}, act: Act): Rule {
    const rule = { operation, act, left: times, toPass: after };
    this.rules.push(rule);
    return rule;
  }

  private holding(
    operation: string,
    limit: Limit | undefined,
    act: (exchange: ProxiedExchange, wait: () => Promise<void>) => Promise<void>,
  ): Hold {
    const [arrival, release] = [gate(), gate()];
    const wait = () => {
      arrival.open();
      return release.passed;
    };
    const rule = this.add(operation, limit, (exchange) => act(exchange, wait));
    this.gates.push(release);
    return {
      held: arrival.passed,
      release: () => {
        rule.left = 0;
        release.open();
      },
    };
  }
}
