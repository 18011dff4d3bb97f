import { require as tsRequire } from 'tsx/cjs/api';

/** Jest does not map the `.js` of imports here as it does in tests, so tsx loads what there is to load. */
export default async function globalSetup(): Promise<void> {
  const module = tsRequire('./start-emulators.ts', import.meta.url) as typeof import('./start-emulators.js');
  await module.startEmulators();
}
