import { type Pick, evenly, refusedRequest, spread, tokenRequest, zipf } from '../load/request.js';
import { type Subject, measure } from '../load/rounds.js';
import { HOT } from './peers.js';
import { CONNECTIONS, type Scenario } from './scenario.js';
import { STORED, touchEach, withBroker } from './with-broker.js';

const MANY = 100_000;
const BEFORE = '1,000 clients';

/** The broker by itself: who asks, and what for. */
export const clients: Scenario = {
  name: 'clients',
  run: (effort) =>
    withBroker({}, async ({ broker, readsOf }) => {
      const busy = spread(HOT, STORED);
      await touchEach(broker, HOT);
      await touchEach(broker, HOT, (nth) => 1 + (STORED / HOT) * (nth - 1));
      const subject = (name: string, pick: Pick): Subject => ({
        name,
        server: broker,
        load: { connections: CONNECTIONS, next: () => tokenRequest(pick()), status: 200 },
      });
      const hot = evenly(HOT);
      const refused = { connections: CONNECTIONS, next: () => refusedRequest(hot()), status: 401 };
      const subjects = [
        subject(BEFORE, hot),
        subject('one client', () => 1),
        subject('1,000 busy among 1,000,000', busy),
        { name: 'wrong credentials', server: broker, load: refused },
        subject('100,000 clients, Zipf', zipf(MANY)),
      ];
      const { result: outcomes, told } = await readsOf(() => measure(subjects, effort));
      return { title: 'Who asks', notes: [told], outcomes, against: [BEFORE] };
    }),
};
