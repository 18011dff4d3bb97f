/** One of the stub's AWS services: what it answers to each operation. */
export interface Service {
  /** How long its answers take, in milliseconds. */
  readonly latency: number;
  /** By the name of the operation. @returns JSON @throws Refusal */
  readonly operations: Readonly<Record<string, Operation>>;
  /** By the name of the operation: a kind of request that is counted by itself as well. */
  readonly kinds?: Readonly<Record<string, (request: never) => string>>;
}

export type Operation = (request: never) => string | Promise<string>;

/** An error as AWS tells it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}
