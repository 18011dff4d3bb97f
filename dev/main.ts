import { StartError } from './servers/server.js';
import { banner } from './stack/banner.js';
import { unlock } from './stack/lock.js';
import { placesIn } from './stack/places.js';
import { readSettings } from './stack/settings.js';
import { Stack } from './stack/stack.js';
import { start } from './stack/start.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the stack until a signal comes or a part of it ends. */
async function run(stack: Stack, interrupted: Promise<void>): Promise<void> {
  const settings = readSettings(process.env);
  const places = placesIn(settings.dataDir);
  try {
    const starting = start(stack, settings, places).then((facts) => console.log(banner(facts, places)));
    await Promise.race([starting.then(() => interrupted), interrupted, stack.broken]);
  } finally {
    await stack.stop();
    await unlock(places);
  }
}

/** The first signal stops in order. A second one ends this process, and what it started ends with it at once. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    const hear = () => {
      SIGNALS.forEach((signal) => process.off(signal, hear));
      console.log('\nStopping; once more to force it');
      resolve();
    };
    SIGNALS.forEach((signal) => process.on(signal, hear));
  });
}

const code = await run(new Stack(), interruption()).then(
  () => 0,
  (error: unknown) => {
    console.error(error instanceof StartError ? error.message : error);
    return 1;
  },
);
process.exit(code); // whatever was being waited for
