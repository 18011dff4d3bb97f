import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Examination, Finding } from '../../doctor/finding.js';
import { tableDefinition } from '../dynamodb/table-definition.js';
import { notLookedAt } from './not-looked-at.js';

/** Holds the table against its definition. */
export class TableExamination implements Examination {
  readonly name = 'table';

  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async run(abortSignal: AbortSignal): Promise<Finding[]> {
    const TableName = this.tableName;
    const options = { abortSignal };
    try {
      const { Table = {} } = await this.dynamodb.send(new DescribeTableCommand({ TableName }), options);
      const { TimeToLiveDescription: ttl } = await this.dynamodb.send(
        new DescribeTimeToLiveCommand({ TableName }),
        options,
      );
      const isExpiring = ttl?.AttributeName === 'ttl' && ttl.TimeToLiveStatus?.startsWith('ENABL') === true;
      return [
        ...keyFindings(Table),
        ...(isExpiring ? [] : [TTL]),
        ...(Table.DeletionProtectionEnabled ? [] : [this.unprotected()]),
        ...(await this.backupFindings(abortSignal)),
      ];
    } catch (error) {
      return [notLookedAt('table', 'the table', error)];
    }
  }

  private async backupFindings(abortSignal: AbortSignal): Promise<Finding[]> {
    try {
      const command = new DescribeContinuousBackupsCommand({ TableName: this.tableName });
      const { ContinuousBackupsDescription: backups } = await this.dynamodb.send(command, { abortSignal });
      const { PointInTimeRecoveryStatus } = backups?.PointInTimeRecoveryDescription ?? {};
      return PointInTimeRecoveryStatus === 'ENABLED' ? [] : [this.unrecoverable()];
    } catch (error) {
      return [{ ...notLookedAt('table.PointInTimeRecovery', 'its backups', error), severity: 'warning' }];
    }
  }

  private unprotected(): Finding {
    return {
      severity: 'warning',
      setting: 'table.DeletionProtectionEnabled',
      what: 'the table can be deleted by one call',
      why: 'with it all credentials of all partners would be gone',
      mend: `aws dynamodb update-table --table-name ${this.tableName} --deletion-protection-enabled`,
    };
  }

  private unrecoverable(): Finding {
    return {
      severity: 'warning',
      setting: 'table.PointInTimeRecovery',
      what: 'point-in-time recovery is off',
      why: 'what is written wrongly or deleted could not be had back',
      mend:
        `aws dynamodb update-continuous-backups --table-name ${this.tableName} ` +
        '--point-in-time-recovery-specification PointInTimeRecoveryEnabled=true',
    };
  }
}

const TTL: Finding = {
  severity: 'error',
  setting: 'table.TimeToLive',
  what: 'time to live is not on for the attribute ttl',
  why: 'counts, limits, cut-offs and audit entries would stay for ever, and cost more each month',
  mend: 'node dist/cli init',
};

/** Keys and indexes cannot be altered, but an index can be added. */
function keyFindings(table: TableDescription): Finding[] {
  const { KeySchema, GlobalSecondaryIndexes = [] } = tableDefinition('');
  const wrong = (setting: string, what: string, mend: string): Finding => ({
    severity: 'error',
    setting,
    what,
    why: 'the broker finds nothing by other keys',
    mend,
  });
  const findings = isSameKey(table.KeySchema, KeySchema)
    ? []
    : [
        wrong(
          'table.KeySchema',
          'the table has other keys',
          'set another TABLE_NAME, then node dist/cli init',
        ),
      ];
  for (const { IndexName, KeySchema: wanted } of GlobalSecondaryIndexes) {
    const there = table.GlobalSecondaryIndexes?.find((index) => index.IndexName === IndexName);
    if (!isSameKey(there?.KeySchema, wanted))
      findings.push(
        wrong(
          `table.${IndexName}`,
          `the index ${IndexName} is missing or has other keys`,
          `aws dynamodb update-table with the index of docs/architecture.md, "The data model"`,
        ),
      );
  }
  return findings;
}

type KeySchema = TableDescription['KeySchema'];

function isSameKey(a: KeySchema = [], b: KeySchema = []): boolean {
  const text = (schema: NonNullable<KeySchema>) =>
    schema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join();
  return text(a) === text(b);
}
