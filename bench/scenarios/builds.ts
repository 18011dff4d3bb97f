import { resolve } from 'node:path';
import { evenly, tokenRequest } from '../load/request.js';
import { measure } from '../load/rounds.js';
import { startBroker } from '../servers/broker.js';
import { HOT } from './peers.js';
import { CONNECTIONS, type Scenario } from './scenario.js';
import { touchEach, withBroker } from './with-broker.js';

/** This build beside another one: what a change has brought. `BASELINE=<dist/main.js of the other>`. */
export const builds: Scenario = {
  name: 'builds',
  run: (effort) =>
    withBroker({}, async ({ broker, upstream }) => {
      const { BASELINE } = process.env;
      if (BASELINE === undefined) throw new Error('BASELINE has to name the dist/main.js to compare with');
      const main = resolve(BASELINE);
      const baseline = await startBroker({ upstream, dynamodb: upstream, main });
      for (const one of [baseline, broker]) await touchEach(one, HOT);
      const pick = evenly(HOT);
      const load = { connections: CONNECTIONS, next: () => tokenRequest(pick()), status: 200 };
      const subjects = [
        { name: 'baseline', server: baseline, load },
        { name: 'this build', server: broker, load },
      ];
      const outcomes = await measure(subjects, effort);
      await baseline.stop();
      return { title: 'This build beside another', notes: [], outcomes, against: ['baseline'] };
    }),
};
