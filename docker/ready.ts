import { banner } from '../dev/stack/banner.js';
import { commandLine } from '../dev/stack/command-line.js';
import { readDevJson, type Seed, writeDevJson } from '../dev/stack/dev-json.js';
import { placesIn } from '../dev/stack/places.js';
import { OPERATOR, seed } from '../dev/stack/seed.js';
import { Stack } from '../dev/stack/stack.js';
import { StartError } from '../dev/servers/server.js';
import { required } from './environment.js';
import { describe } from './facts.js';

/** Makes the operator and the demo tenant the first time, and says where things are and whom to sign in as. */
const places = placesIn(required('DATA_DIR'));
const facts = describe((await readDevJson(places)) ?? (await makeDemo()));
await writeDevJson(places, facts);
console.log(banner(facts, places));

async function makeDemo(): Promise<Seed> {
  try {
    await commandLine(new Stack(), ['operator:create', OPERATOR], { cwd: required('SETTINGS_DIR'), env: {} });
    return await seed(required('BROKER_URL'), places);
  } catch (cause) {
    const hint = '`docker compose down --volumes` begins anew';
    throw new StartError(`The demo tenant could not be made: ${(cause as Error).message} (${hint})`, {
      cause,
    });
  }
}
