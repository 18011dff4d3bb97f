import { usageOf } from '../load/process-usage.js';
import { runPaced } from '../load/paced.js';
import { evenly, tokenRequest } from '../load/request.js';
import { measure } from '../load/rounds.js';
import { HOT } from './peers.js';
import { CONNECTIONS, type Scenario } from './scenario.js';
import { touchEach, withBroker } from './with-broker.js';

/** As many answers as the broker gives, then half of them at a steady pace: how long do they take? */
export const halfLoad: Scenario = {
  name: 'half-load',
  run: (effort) =>
    withBroker({}, async ({ broker }) => {
      const fresh = usageOf(broker.pid)?.rss ?? NaN;
      await touchEach(broker, HOT);
      const pick = evenly(HOT);
      const next = () => tokenRequest(pick());
      const full = {
        name: 'as much as it answers',
        server: broker,
        load: { connections: CONNECTIONS, next, status: 200 },
      };
      const outcomes = await measure([full], effort);
      const half = outcomes[0]!.perSecond.median / 2;
      const notes = [];
      for (let round = 0; round < effort.rounds; round++) {
        const { p50, p99, most, failed, sent } = await runPaced(broker.endpoint, next, half, effort.seconds);
        const tell = (time: number) => time.toFixed(1);
        notes.push(
          `${Math.round(half)} a second, evenly: p50 ${tell(p50)} ms, p99 ${tell(p99)} ms, most ${tell(most)} ms, ` +
            `${failed} of ${sent} failed.`,
        );
      }
      const { rss, peakRss } = usageOf(broker.pid) ?? { rss: NaN, peakRss: NaN };
      const megabytes = [fresh, rss, peakRss].map(Math.round);
      notes.push(`RSS: ${megabytes[0]} MB when ready, ${megabytes[1]} MB now, ${megabytes[2]} MB at most.`);
      return { title: 'At half of what it answers', notes, outcomes, against: [] };
    }),
};
