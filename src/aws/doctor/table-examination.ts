import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Examination, Finding } from '../../doctor/finding.js';
import { tableDefinition } from '../dynamodb/table-definition.js';
import { isDenied, notLookedAt } from './not-looked-at.js';

/** Holds the table against its definition. */
export class TableExamination implements Examination {
  readonly name = 'table';

  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  async run(abortSignal: AbortSignal): Promise<Finding[]> {
    try {
      const command = new DescribeTableCommand({ TableName: this.tableName });
      const { Table = {} } = await this.dynamodb.send(command, { abortSignal });
      return [
        ...keyFindings(Table),
        ...(await this.expiryFindings(abortSignal)),
        ...(Table.DeletionProtectionEnabled ? [] : [this.unprotected()]),
        ...(await this.backupFindings(abortSignal)),
      ];
    } catch (error) {
      return [notLookedAt('table', 'the table', error)];
    }
  }

  private async expiryFindings(abortSignal: AbortSignal): Promise<Finding[]> {
    try {
      const command = new DescribeTimeToLiveCommand({ TableName: this.tableName });
      const { TimeToLiveDescription: ttl } = await this.dynamodb.send(command, { abortSignal });
      const isExpiring = ttl?.AttributeName === 'ttl' && ttl.TimeToLiveStatus?.startsWith('ENABL') === true;
      return isExpiring ? [] : [TTL];
    } catch (error) {
      return [notLookedAt('table.TimeToLive', 'its time to live', error)];
    }
  }

  private async backupFindings(abortSignal: AbortSignal): Promise<Finding[]> {
    try {
      const command = new DescribeContinuousBackupsCommand({ TableName: this.tableName });
      const { ContinuousBackupsDescription: backups } = await this.dynamodb.send(command, { abortSignal });
      const { PointInTimeRecoveryStatus } = backups?.PointInTimeRecoveryDescription ?? {};
      return PointInTimeRecoveryStatus === 'ENABLED' ? [] : [this.unrecoverable()];
    } catch (error) {
      const finding = notLookedAt('table.PointInTimeRecovery', 'its backups', error);
      return [isDenied(error) ? finding : { ...finding, severity: 'warning' }];
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
    if (there === undefined)
      findings.push(wrong(`table.${IndexName}`, `the index ${IndexName} is missing`, 'node dist/cli init'));
    else if (!isSameKey(there.KeySchema, wanted))
      findings.push(
        wrong(
          `table.${IndexName}`,
          `the index ${IndexName} has other keys`,
          `aws dynamodb update-table --table-name ${table.TableName} --global-secondary-index-updates ` +
            `'[{"Delete":{"IndexName":"${IndexName}"}}]'; once it is gone: node dist/cli init`,
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
