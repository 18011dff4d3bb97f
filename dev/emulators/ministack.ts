import type { Emulator, EmulatorOptions } from './emulator.js';
import { installed } from './python-environment.js';
import { runEmulator } from './run-emulator.js';

/** ministack: the strictest free Cognito. Credentials are `test` / `test`; its mails are at `GET /_ministack/ses/messages`. */
export async function startMinistack(options: EmulatorOptions = {}): Promise<Emulator> {
  const file = installed('ministack');
  const program = {
    name: 'ministack',
    health: { path: '/_ministack/health', status: 200 },
    command: ({ port, directory }: { port: number; directory: string }) => ({
      file,
      env: {
        AUTH: 'true',
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        MINISTACK_HOST: '127.0.0.1',
        IOT_MTLS_ENABLED: '0',
        STATE_DIR: directory,
        TMPDIR: directory,
      },
    }),
  };
  return runEmulator(program, options);
}
