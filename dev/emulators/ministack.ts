import type { Server, ServerOptions } from '../servers/server.js';
import { installed } from './python-environment.js';
import { runServer } from '../servers/run-server.js';

/** ministack: the strictest free Cognito. Credentials are `test` / `test`; its mails are at `GET /_ministack/ses/messages`. */
export async function startMinistack(options: ServerOptions = {}): Promise<Server> {
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
  return runServer(program, options);
}
