import { usageOf } from '../load/process-usage.js';
import { evenly, tokenRequest } from '../load/request.js';
import { measure } from '../load/rounds.js';
import { HOT } from './peers.js';
import { CONNECTIONS, type Scenario } from './scenario.js';
import { touchEach, withBroker } from './with-broker.js';

/** They ask now and then, so that requests come one by one, as those of many callers do. */
const CALLERS = 256;

/** As many answers as the broker gives, then half of them: how long do they take? */
export const halfLoad: Scenario = {
  name: 'half-load',
  run: (effort) =>
    withBroker({}, async ({ broker }) => {
      const fresh = usageOf(broker.pid)?.rss ?? NaN;
      await touchEach(broker, HOT);
      const pick = evenly(HOT);
      const asked = { next: () => tokenRequest(pick()), status: 200 };
      const full = { ...asked, connections: CONNECTIONS };
      const name = 'as much as it answers';
      const [most] = await measure([{ name, server: broker, load: full }], effort);
      const pause = Math.round((CALLERS / (most!.perSecond.median / 2)) * 1_000);
      const half = { ...asked, connections: CALLERS, pause };
      const [rest] = await measure([{ name: 'half of it', server: broker, load: half }], effort);
      const { rss, peakRss } = usageOf(broker.pid) ?? { rss: NaN, peakRss: NaN };
      const [ready, now, peak] = [fresh, rss, peakRss].map(Math.round);
      const notes = [`RSS: ${ready} MB when ready, ${now} MB now, ${peak} MB at most.`];
      return { title: 'At half of what it answers', notes, outcomes: [most!, rest!], against: [name] };
    }),
};
