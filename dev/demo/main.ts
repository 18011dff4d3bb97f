import { ordersApi } from '../../examples/protected-api/src/orders-api.js';
import { type DevJson, readDevJson } from '../stack/dev-json.js';
import { placesIn } from '../stack/places.js';
import { dataDirOf } from '../stack/settings.js';
import { Narrator } from './narrator.js';
import { tell } from './story.js';

const narrator = new Narrator();

async function play(): Promise<void> {
  const places = placesIn(dataDirOf(process.env));
  const dev = await readDevJson(places);
  if (dev === undefined)
    throw new Error(`no stack has been started in ${places.root}: run npm run dev first`);
  const api = await startOrdersApi(dev);
  try {
    await tell(narrator, { dev, places, ordersUrl: `${api.listeningOrigin}/orders` });
  } finally {
    await api.close();
  }
}

/** What the provider protects. The issuer is the pool that makes the tokens. */
async function startOrdersApi({ url, cognitoEndpoint, userPoolId, machineClientId }: DevJson) {
  const issuer = `${cognitoEndpoint}/${userPoolId}`;
  // That the feed was slow for once is no part of the story.
  const report = () => undefined;
  const api = await ordersApi({ issuer, audience: machineClientId, broker: url, report });
  await api.listen({ port: 0, host: '127.0.0.1' });
  return api;
}

try {
  await play();
  console.log('\nThe whole story went as told.');
} catch (error) {
  console.error(`\n${narrator.failure(error as Error)}`);
  process.exitCode = 1;
}
