import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { Config } from '../config/config.js';
import type { HealthOverview } from '../health/health.service.js';
import type { Backlog } from '../work/work-queue.js';
import type { BreakerState, CognitoLoad, QuotaUse } from './cognito-load.js';

const BREAKER: BreakerState[] = ['closed', 'half_open', 'open'];
const REGISTRATION: Config['registration'][] = ['approval', 'open', 'closed'];

/** What a portal has to know before anybody signs in. */
export class PortalConfigDto {
  @ApiProperty({
    enum: REGISTRATION,
    example: 'approval',
    description: 'Of organisations: an operator decides, all are approved, or only operators register.',
  })
  registration!: Config['registration'];
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'https://broker.example/docs',
    description: 'This page; null where it is switched off.',
  })
  docsUrl!: string | null;
  @ApiProperty({ example: 'https://broker.example/oauth/token' }) tokenUrl!: string;

  static from({ registration, http: { publicUrl, swagger } }: Config): PortalConfigDto {
    const docsUrl = swagger ? `${publicUrl}/docs` : null;
    return { registration, docsUrl, tokenUrl: `${publicUrl}/oauth/token` };
  }
}

export class QuotaUseDto implements QuotaUse {
  @ApiProperty({
    example: 17,
    description: 'Calls of this replica in the busiest second of the last minute.',
  })
  used!: number;
  @ApiProperty({
    example: 36,
    description:
      'Calls a second that this replica may make now: its share of what the fleet may, and less for a while after Cognito said that there were too many.',
  })
  limit!: number;
}

class PendingWorkDto {
  @ApiProperty({
    example: 2,
    description:
      'Items that the broker has to see to now, those put off after a failure too. Counted up to 1000.',
  })
  count!: number;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '2026-01-31T09:30:00.000Z',
    description: 'Since when the one that waits longest was to be seen to.',
  })
  oldestAt!: string | null;

  static from({ count, oldestAt }: Backlog): PendingWorkDto {
    return { count, oldestAt: oldestAt === undefined ? null : new Date(oldestAt).toISOString() };
  }
}

/** How the replica that answers is doing. */
@ApiExtraModels(QuotaUseDto)
export class SystemDto {
  @ApiProperty({ example: '0.1.0' }) version!: string;
  @ApiProperty({ example: true, description: 'What `/health/ready` tells load balancers.' }) ready!: boolean;
  @ApiProperty({ enum: ['up', 'down'], example: 'up' }) table!: HealthOverview['table'];
  @ApiProperty({
    enum: ['up', 'degraded'],
    example: 'up',
    description: 'The machines’ user pool, looked at every 15 seconds.',
  })
  pool!: HealthOverview['pool'];
  @ApiProperty({
    enum: ['up', 'degraded'],
    example: 'up',
    description: 'The key that seals what is stored, looked at every 15 seconds.',
  })
  key!: HealthOverview['key'];
  @ApiProperty({
    enum: BREAKER,
    example: 'closed',
    description:
      'Whether this replica’s calls to Cognito go through: they do; one is being tried; none does, since Cognito did not answer.',
  })
  breaker!: BreakerState;
  @ApiProperty() pendingWork!: PendingWorkDto;
  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(QuotaUseDto) },
    example: { UserAuthentication: { used: 17, limit: 36 }, UserCreation: { used: 0, limit: 15 } },
    description: 'Cognito’s request-rate quotas, by AWS’s names.',
  })
  cognito!: Readonly<Record<string, QuotaUse>>;

  static from(version: string, health: HealthOverview, backlog: Backlog, load: CognitoLoad): SystemDto {
    return {
      version,
      ...health,
      breaker: load.breaker(),
      pendingWork: PendingWorkDto.from(backlog),
      cognito: load.byQuota(),
    };
  }
}
