import process from 'node:process';

/**
 * Loaded before a program (`--import`): its date jumps by STEP_MS at each SIGUSR2. Timers go on as they are, so whatever
 * is under way stays as fast as it is.
 */
const Real = Date;
const step = Number(process.env.STEP_MS);
let ahead = 0;

globalThis.Date = class extends Real {
  constructor(...parts) {
    super(...(parts.length === 0 ? [Real.now() + ahead] : parts));
  }

  static now() {
    return Real.now() + ahead;
  }
};
process.on('SIGUSR2', () => (ahead += step));
