import { SECOND } from '../../common/clock.js';
import type { Config } from '../../config/config.js';
import type { Examination } from '../../doctor/finding.js';
import { createCognitoClient } from '../cognito/cognito-client.js';
import { makeDocumentClient, makeDynamodbClient } from '../dynamodb/dynamodb-client.js';
import { AppClientExamination } from './app-client-examination.js';
import { machinesRules } from './machines-rules.js';
import { peopleRules } from './people-rules.js';
import { PoolExamination } from './pool-examination.js';
import { RightsExamination } from './rights-examination.js';
import { TableExamination } from './table-examination.js';

/** What AWS is asked about the table, the user pools, their app clients and the rights of whoever asks. */
export interface AwsExaminations {
  readonly all: readonly Examination[];
  /** Closes what they were asked through. */
  readonly close: () => void;
}

/** With clients of their own: what stands before the broker's calls has no part in what is looked at. */
export function awsExaminations(config: Config): AwsExaminations {
  const { region, tableName, machines, people } = config;
  const dynamodb = makeDynamodbClient({ region, tryTimeout: 5 * SECOND });
  const cognito = createCognitoClient({ region });
  return {
    all: [
      new TableExamination(dynamodb, tableName),
      new PoolExamination('machines', cognito, machines, machinesRules(config)),
      new AppClientExamination('machines', cognito, machines),
      new PoolExamination('people', cognito, people, peopleRules()),
      new AppClientExamination('people', cognito, people),
      new RightsExamination(makeDocumentClient(dynamodb), cognito, config),
    ],
    close: () => [dynamodb, cognito].forEach((client) => client.destroy()),
  };
}
