import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';
import type { Millis } from '../common/clock.js';
import { Deadlines } from '../common/deadlines.js';

type Handle = NodeHttpHandler['handle'];

/**
 * The SDK's connections, with one deadline for a whole try, from connecting to the last byte, in place of their own timers:
 * those give up an answer that came while the process was too busy to look.
 */
export class Connections extends NodeHttpHandler {
  private readonly tries: Deadlines;

  /** @param tryTimeout how long one try may take */
  constructor(tryTimeout: Millis, agents: Pick<NodeHttpHandlerOptions, 'httpAgent' | 'httpsAgent'> = {}) {
    super(agents);
    this.tries = new Deadlines(tryTimeout);
  }

  /**
   * An answer whose rest has not come in time breaks off.
   * @throws TimeoutError when the time is up, which the SDK tries again; AbortError when the caller's is
   */
  override handle(
    request: Parameters<Handle>[0],
    { abortSignal, requestTimeout }: HttpHandlerOptions = {},
  ): ReturnType<Handle> {
    const deadline = (requestTimeout ? new Deadlines(requestTimeout) : this.tries).next();
    const either = abortSignal ? AbortSignal.any([abortSignal as AbortSignal, deadline]) : deadline;
    return super.handle(request, { abortSignal: either }).catch((error: unknown) => {
      throw deadline.aborted && !abortSignal?.aborted ? new NoAnswerInTime() : error;
    });
  }
}

/** By this name the SDK knows what to try again. */
class NoAnswerInTime extends Error {
  override readonly name = 'TimeoutError';

  constructor() {
    super('no answer in time');
  }
}
