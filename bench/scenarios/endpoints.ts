import { evenly, form } from '../load/request.js';
import { type Subject, measure } from '../load/rounds.js';
import { INTROSPECTOR, partner } from '../world/partners.js';
import { HOT } from './peers.js';
import { CONNECTIONS, type Scenario } from './scenario.js';
import { touchEach, withBroker } from './with-broker.js';

const CONSUMERS = 1_000;
const FEED = '/oauth/revocations';

/** What APIs ask of the broker: about a token, and for what is cut off. */
export const endpoints: Scenario = {
  name: 'endpoints',
  run: (effort) =>
    withBroker({}, async ({ broker, upstream, readsOf }) => {
      await touchEach(broker, HOT);
      const { client, credential } = partner(INTROSPECTOR);
      const asker = { client_id: client.id, client_secret: credential };
      const tokens = Array.from({ length: HOT }, (_, index) => upstream.key.idToken(partner(index + 1)));
      const pick = evenly(HOT);
      const subject = (name: string, load: Subject['load']): Subject => ({ name, server: broker, load });
      const asked = (next: Subject['load']['next'], status = 200) => ({
        connections: CONNECTIONS,
        next,
        status,
      });
      const consumers = { connections: CONSUMERS, next: await unchanged(broker.endpoint), status: 304 };
      const subjects = [
        subject(
          'introspection of tokens',
          asked(() => form('/oauth/introspect', { ...asker, token: tokens[pick() - 1]! })),
        ),
        subject(
          'introspection of credentials',
          asked(() => form('/oauth/introspect', { ...asker, token: partner(pick()).credential })),
        ),
        subject(
          'the feed, whole',
          asked(() => ({ method: 'GET', path: FEED })),
        ),
        subject('the feed, unchanged, 1,000 consumers without a pause', consumers),
        subject('the feed, unchanged, 1,000 consumers once a second', { ...consumers, pause: 1_000 }),
      ];
      const { result: outcomes, told } = await readsOf(() => measure(subjects, effort));
      return { title: 'What APIs ask', notes: [told], outcomes, against: [] };
    }),
};

/** What a consumer asks that has the whole set. */
async function unchanged(url: string): Promise<Subject['load']['next']> {
  const response = await fetch(url + FEED);
  await response.body?.cancel();
  const headers = { 'if-none-match': response.headers.get('etag') ?? '' };
  return () => ({ method: 'GET', path: FEED, headers });
}
