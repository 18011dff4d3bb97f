import type { Ending } from './leashed-process.js';

/** A running program of the development stack or of the tests, on 127.0.0.1. */
export interface Server {
  /** `http://127.0.0.1:<port>`, of an emulator as the SDK's `AWS_ENDPOINT_URL_*` wants it. */
  readonly endpoint: string;
  readonly port: number;
  /** Of the program's process. */
  readonly pid: number;
  /** Says how it ended, by itself or stopped. Never rejects. */
  readonly ended: Promise<Ending>;
  /** Ends it with all it started, and removes its scratch files. May be called again. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** A free one when absent. */
  readonly port?: number;
  /** Where it keeps its state for the next start. Without it the state goes with the server. */
  readonly dataDir?: string;
  /** Hears each line that the server prints. */
  readonly onOutput?: (line: string) => void;
}

/** Something did not start; the message is one line for the person at the terminal, and says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
