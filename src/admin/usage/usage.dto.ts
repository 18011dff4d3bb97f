import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { IsInstant } from '../../common/http/is-instant.js';
import { Optional } from '../../common/http/optional.js';
import { PageQueryDto } from '../../common/http/page-query.dto.js';
import { TENANT_ID } from '../../common/ids.js';
import { callsSaved, type Day, type UsageCount } from '../../usage/usage.js';

export class UsageQueryDto extends PageQueryDto {
  @ApiPropertyOptional({
    description: 'From this day on, such as `2026-01-01`, of UTC; of a time its day is meant.',
  })
  @Optional()
  @IsInstant()
  from?: string;
  @ApiPropertyOptional({ description: 'Up to this day, itself included.' })
  @Optional()
  @IsInstant()
  to?: string;
  @ApiPropertyOptional({ description: 'Whose usage, for operators; left out: `platform`.' })
  @Optional()
  @Matches(TENANT_ID)
  tenantId?: string;
}

/** What one API client did in one day. */
export class UsageDto {
  @ApiProperty({ type: String, example: '2026-01-31', description: 'A day of UTC.' }) day!: Day;
  @ApiProperty({ example: 'cl_0123456789abcdef' }) clientId!: string;
  @ApiProperty({ example: 1440, description: 'Token requests that were answered with a token.' })
  tokensServed!: number;
  @ApiProperty({ example: 97, description: 'Sign-ins and refreshes that Cognito was asked for.' })
  cognitoCalls!: number;
  @ApiProperty({
    example: 1343,
    description: 'How many it would have been asked for more, had each token been asked for there.',
  })
  cognitoCallsSaved!: number;
  @ApiProperty({ example: 2, description: 'Token requests with a credential that did not hold.' })
  refused!: number;

  static from(count: UsageCount): UsageDto {
    const { day, clientId, tokensServed, cognitoCalls, refused } = count;
    return { day, clientId, tokensServed, cognitoCalls, cognitoCallsSaved: callsSaved(count), refused };
  }
}

export class UsagePageDto {
  @ApiProperty({ type: [UsageDto] }) items!: UsageDto[];
  @ApiProperty({ type: String, nullable: true, example: null }) nextCursor!: string | null;
}
