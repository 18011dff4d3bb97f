import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { StartError } from './server.js';

/**
 * A port of 127.0.0.1 that nobody listens on: the wanted one, or any.
 * @throws StartError when the wanted one is in use
 */
export async function takePort(name: string, wanted = 0): Promise<number> {
  const server = createServer();
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening').catch((cause: unknown) => {
    throw new StartError(explain(name, wanted, cause), { cause });
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

function explain(name: string, port: number, cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'EADDRINUSE'
    ? `Port ${port} for ${name} is in use: stop the program that holds it, or choose another port`
    : `${name} cannot listen on port ${port} (${code}): choose another port`;
}
