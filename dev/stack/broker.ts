import { fileURLToPath } from 'node:url';
import { runServer } from '../servers/run-server.js';
import type { Server } from '../servers/server.js';
import type { Places } from './places.js';
import { logFile } from './log-file.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The broker, as `npm start` runs it; resolves once it wants requests. */
export function startBroker(places: Places, port: number, env: Record<string, string>): Promise<Server> {
  const program = {
    name: 'The broker',
    health: { path: '/health/ready', status: 200 },
    command: () => ({ file: process.execPath, args: [MAIN], env }),
  };
  // In its own directory it does not read a `.env` that was made for `npm start`.
  return runServer(program, { port, dataDir: places.root, onOutput: logFile(places, 'broker') });
}
