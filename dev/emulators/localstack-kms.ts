import { fileURLToPath } from 'node:url';
import type { Server, ServerOptions } from '../servers/server.js';
import { installed } from './python-environment.js';
import { runServer } from '../servers/run-server.js';

/** Its health endpoint says all is well seconds before the first call is answered. */
const LIST_KEYS = {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'TrentService.ListKeys',
    authorization: 'AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/kms/aws4_request',
  },
  body: '{}',
};

/** It holds no keys from one start to the next, only what takes it three seconds to work out. */
const CACHE = fileURLToPath(new URL('../../.emulators/localstack-cache', import.meta.url));

/** The KMS of LocalStack, without Docker: right about contexts, tampering, disabled and deleted keys. */
export async function startLocalstackKms(options: ServerOptions = {}): Promise<Server> {
  const file = installed('localstack');
  const program = {
    name: 'LocalStack KMS',
    health: { path: '/', status: 200, request: LIST_KEYS },
    command: ({ port, directory }: { port: number; directory: string }) => ({
      file,
      args: ['-m', 'localstack.runtime.main'],
      env: {
        OVERRIDE_IN_DOCKER: 'false',
        FILESYSTEM_ROOT: directory,
        GATEWAY_SERVER: 'hypercorn',
        GATEWAY_LISTEN: `127.0.0.1:${port}`,
        SERVICES: 'kms',
        DNS_ADDRESS: '0',
        DISABLE_EVENTS: '1',
        SKIP_SSL_CERT_DOWNLOAD: '1',
      },
    }),
  };
  return runServer(program, { ...options, dataDir: options.dataDir ?? CACHE });
}
