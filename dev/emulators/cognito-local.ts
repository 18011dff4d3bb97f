import { fileURLToPath } from 'node:url';
import type { Server, ServerOptions } from '../servers/server.js';
import { runServer } from '../servers/run-server.js';

/** What Cognito would have sent by e-mail, the temporary password or code in it in clear. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface CognitoLocalOptions extends ServerOptions {
  /** The address that it listens on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** What its tokens' `iss` begins with; its endpoint when absent. */
  readonly issuer?: string;
  /** Hears each mail: invitations (none with `MessageAction: 'SUPPRESS'`) and codes. */
  readonly onMail?: (mail: Mail) => void;
}

/** cognito-local, from npm. Its `iss` is `<issuer>/<poolId>`, its JWKS `<endpoint>/<poolId>/.well-known/jwks.json`. */
export function startCognitoLocal(options: CognitoLocalOptions = {}): Promise<Server> {
  const { host = '127.0.0.1' } = options;
  const program = {
    name: 'cognito-local',
    health: { path: '/health', status: 200 },
    command: ({ port }: { port: number }) => ({
      file: process.execPath,
      args: [fileURLToPath(new URL('cognito-local-server.js', import.meta.url))],
      env: {
        HOST: host,
        PORT: String(port),
        ISSUER: options.issuer ?? `http://${host}:${port}`,
        NODE_OPTIONS: '',
      },
    }),
    takeLine: (line: string) => {
      const mail = mailIn(line);
      if (mail) options.onMail?.(mail);
      return mail !== undefined;
    },
  };
  return runServer(program, options);
}

function mailIn(line: string): Mail | undefined {
  return line.startsWith('{"mail":') ? (JSON.parse(line) as { mail: Mail }).mail : undefined;
}
