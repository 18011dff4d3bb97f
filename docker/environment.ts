import process from 'node:process';
import { StartError } from '../dev/servers/server.js';

/** @throws StartError when the compose file does not say it */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new StartError(`${name} is missing: docker-compose.yml sets it`);
  return value;
}
