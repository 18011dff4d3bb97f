import { randomBytes } from 'node:crypto';
import type { Places } from './places.js';
import { readIfThere, writePrivately } from './private-file.js';

/** The local master key in base64; made once, and lost, all that is sealed is lost with it. */
export async function masterKey({ masterKey: path }: Places): Promise<string> {
  const kept = await readIfThere(path);
  if (kept !== undefined) return kept.trim();
  const made = randomBytes(32).toString('base64');
  await writePrivately(path, `${made}\n`);
  return made;
}
