import { readDevJson } from '../stack/dev-json.js';
import { placesIn } from '../stack/places.js';
import { dataDirOf } from '../stack/settings.js';
import { Narrator } from './narrator.js';
import { startSampleApi } from './sample-api.js';
import { tell } from './story.js';

const narrator = new Narrator();

async function play(): Promise<void> {
  const places = placesIn(dataDirOf(process.env));
  const dev = await readDevJson(places);
  if (dev === undefined)
    throw new Error(`no stack has been started in ${places.root}: run npm run dev first`);
  const api = await startSampleApi(dev);
  try {
    await tell(narrator, { dev, places, api });
  } finally {
    api.close();
  }
}

try {
  await play();
  console.log('\nThe whole story went as told.');
} catch (error) {
  console.error(`\n${narrator.failure(error as Error)}`);
  process.exitCode = 1;
}
