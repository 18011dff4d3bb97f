import { setTimeout as pause } from 'node:timers/promises';
import { ANY, type FaultProxy, type Limit } from '../support/fault-proxy.js';
import type { Random } from './random.js';

type Fault = (proxy: FaultProxy, random: Random, limit: Limit) => void;

const DYNAMODB: Readonly<Record<string, Fault>> = {
  slow: (proxy, random, limit) => proxy.delay(ANY, random.between(20, 200), limit),
  // Those of the token endpoint alone, almost to their deadline: changes overtake them, and what they tell is old.
  'slow reads': (proxy, random) => proxy.delay('BatchGetItem', random.between(100, 230)),
  'late reads': (proxy, random) => proxy.delayAnswer('BatchGetItem', random.between(100, 230)),
  'lost requests': (proxy, _, limit) => proxy.resetBefore(ANY, limit),
  'lost answers': (proxy, _, limit) => proxy.resetAfter(ANY, limit),
  'lost commits': (proxy, _, limit) => proxy.resetAfter('TransactWriteItems', limit),
  'half answers': (proxy, _, limit) => proxy.half(ANY, limit),
  silent: (proxy, _, limit) => proxy.blackHole(ANY, limit),
  failing: (proxy, _, limit) => proxy.status(ANY, { status: 500, type: 'InternalServerError' }, limit),
  throttling: (proxy, _, limit) => proxy.status(ANY, { status: 400, type: 'ThrottlingException' }, limit),
};

const COGNITO: Readonly<Record<string, Fault>> = {
  slow: (proxy, random, limit) => proxy.delay(ANY, random.between(100, 1_500), limit),
  late: (proxy, random, limit) => proxy.delayAnswer(ANY, random.between(100, 1_500), limit),
  'lost requests': (proxy, _, limit) => proxy.resetBefore(ANY, limit),
  'lost answers': (proxy, _, limit) => proxy.resetAfter(ANY, limit),
  'half answers': (proxy, _, limit) => proxy.half(ANY, limit),
  silent: (proxy, _, limit) => proxy.blackHole(ANY, limit),
  failing: (proxy, _, limit) => proxy.status(ANY, { status: 500, type: 'InternalErrorException' }, limit),
  throttling: (proxy, _, limit) =>
    proxy.status(ANY, { status: 400, type: 'TooManyRequestsException' }, limit),
  gone: (proxy) => proxy.down(),
};

/** How often it is sure that the fault is slowness: it lets requests be under way while other things happen. */
const SLOW_SHARE = 0.5;
const SLOW = /^slow|^late/;

/** Lets one fault after the other come over the brokers' dependencies, and good times in between. */
export class Weather {
  /** How often each fault came. */
  readonly seen = new Map<string, number>();

  constructor(
    private readonly dynamodb: FaultProxy,
    private readonly cognito: FaultProxy,
    private readonly random: Random,
  ) {}

  async blow(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      this.change();
      await pause(this.random.between(50, 500));
      this.clear();
      await pause(this.random.between(50, 300));
    }
  }

  clear(): void {
    this.dynamodb.clear();
    this.cognito.clear();
  }

  private change(): void {
    const isTable = this.random.next() < 0.6;
    const [proxy, faults] = isTable ? [this.dynamodb, DYNAMODB] : [this.cognito, COGNITO];
    const isSlow = this.random.next() < SLOW_SHARE;
    const names = Object.keys(faults).filter((one) => !isSlow || SLOW.test(one));
    const name = this.random.pick(names);
    faults[name]!(proxy, this.random, { times: this.random.between(1, 12) });
    const whole = `${isTable ? 'DynamoDB' : 'Cognito'} ${name}`;
    this.seen.set(whole, (this.seen.get(whole) ?? 0) + 1);
  }
}
