/** A running stand-in of an AWS service on 127.0.0.1. */
export interface Emulator {
  /** `http://127.0.0.1:<port>`, as the SDK's `AWS_ENDPOINT_URL_*` wants it. */
  readonly endpoint: string;
  readonly port: number;
  /** Ends it with all it started, and removes its scratch files. May be called again. */
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** A free one when absent. */
  readonly port?: number;
  /** Where it keeps its state for the next start. Without it the state goes with the emulator. */
  readonly dataDir?: string;
  /** Hears each line that the emulator prints. */
  readonly onOutput?: (line: string) => void;
}

/** An emulator did not start; the message is one line for the person at the terminal, and says what to do. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
}
