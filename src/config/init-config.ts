import { DAY, type Millis, MINUTE } from '../common/clock.js';
import { BadConfiguration } from './bad-configuration.js';
import { keyProviderOf } from './environment.js';
import { problemsOf, readEnvironment } from './read-environment.js';

/** What `init` has to know before there is anything. */
export interface InitConfig {
  readonly region: string;
  /** Also the name of the installation: what it makes is named after it. */
  readonly tableName: string;
  readonly bearerTokenLife: Millis;
  readonly refreshTokenLife: Millis;
  /** Whether a KMS key has to be made: it is to be KMS's, and none is named. */
  readonly makesKey: boolean;
}

const NEEDED = ['AWS_REGION', 'TABLE_NAME', 'ID_TOKEN_MINUTES', 'REFRESH_TOKEN_DAYS'];

/** @throws BadConfiguration */
export function loadInitConfig(): InitConfig {
  const env = readEnvironment(process.env);
  const problems = problemsOf(env, NEEDED);
  if (problems.length > 0) throw new BadConfiguration(problems);
  return {
    region: env.AWS_REGION,
    tableName: env.TABLE_NAME,
    bearerTokenLife: env.ID_TOKEN_MINUTES * MINUTE,
    refreshTokenLife: env.REFRESH_TOKEN_DAYS * DAY,
    makesKey: keyProviderOf(env) === 'kms' && env.KMS_KEY_ID === undefined,
  };
}
