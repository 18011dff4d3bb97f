import { DynamodbSharedLimits } from '../../src/aws/dynamodb/dynamodb-shared-limits.js';
import { makeTable } from '../support/table.js';
import { describeSharedLimitsContract } from './shared-limits.contract.js';

describeSharedLimitsContract('DynamoDB', async () => {
  const { table } = await makeTable();
  return (now, limits) => new DynamodbSharedLimits(table, { now }, limits);
});
