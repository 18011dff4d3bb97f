import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { StartError } from '../servers/server.js';
import { type DevJson, readDevJson } from './dev-json.js';
import { lock } from './lock.js';
import type { Places } from './places.js';

/**
 * Takes the data directory for this process. State of a first start that was not finished is wiped, and nothing else
 * ever is.
 * @returns what the last start wrote; undefined: this is the first one
 * @throws StartError when another stack uses it, or parts of it are gone
 */
export async function openDataDirectory(places: Places): Promise<DevJson | undefined> {
  await mkdir(places.root, { recursive: true, mode: 0o700 });
  await lock(places);
  if (existsSync(places.seeding)) await wipe(places);
  const last = await readDevJson(places);
  if (last === undefined && existsSync(places.dynamodb)) throw gone(places.devJson, places);
  if (last !== undefined && !existsSync(places.masterKey)) throw gone(places.masterKey, places);
  if (last === undefined) await writeFile(places.seeding, '');
  return last;
}

/** The first start is finished: from now on all is kept. */
export function keep({ seeding }: Places): Promise<void> {
  return rm(seeding, { force: true });
}

async function wipe(places: Places): Promise<void> {
  console.log(`The first start was not finished: beginning anew in ${places.root}`);
  for (const part of [places.dynamodb, places.cognito, places.outbox, places.devJson])
    await rm(part, { recursive: true, force: true });
}

function gone(what: string, { root }: Places): StartError {
  return new StartError(
    `${what} is gone, and the rest is of no use without it: put it back, or delete ${root} to begin anew`,
  );
}
