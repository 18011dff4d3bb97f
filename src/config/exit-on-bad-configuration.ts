import { existsSync } from 'node:fs';
import { BadConfiguration } from './bad-configuration.js';
import { type Config, loadConfig } from './config.js';

/** `EX_CONFIG` of sysexits.h. */
const EX_CONFIG = 78;

/** The configuration of this process, from `.env` where there is one and the environment; bad, it ends the process. */
export function exitOnBadConfiguration(): Config {
  if (existsSync('.env')) process.loadEnvFile();
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof BadConfiguration)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EX_CONFIG);
  }
}
