/** Where the emulators of this test run listen. The optional two are there only when they are installed. */
export interface EmulatorEndpoints {
  readonly dynamodb: string;
  readonly cognitoLocal: string;
  /** Credentials `test` / `test`. */
  readonly ministack: string | undefined;
  /** LocalStack. */
  readonly kms: string | undefined;
}

export type EmulatorName = keyof EmulatorEndpoints;

/** The emulators that the global setup started. Any credentials and region will do, unless said otherwise. */
export function emulators(): EmulatorEndpoints {
  const { TEST_EMULATORS } = process.env;
  if (!TEST_EMULATORS) throw new Error('No emulators: run the tests by Jest, whose global setup starts them');
  return JSON.parse(TEST_EMULATORS) as EmulatorEndpoints;
}
