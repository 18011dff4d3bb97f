import { ApiProperty } from '@nestjs/swagger';

const PARTS = {
  replica: { status: 'up' },
  table: { status: 'up' },
  pool: { status: 'up', condition: 'up' },
  key: { status: 'up', condition: 'degraded' },
};
const BY_PART = { type: 'object', additionalProperties: { type: 'object' } } as const;

export class LivenessDto {
  @ApiProperty({ enum: ['ok'], example: 'ok' }) status!: 'ok';
}

/** As terminus tells it. */
export class ReadinessDto {
  @ApiProperty({ enum: ['ok', 'error', 'shutting_down'], example: 'ok' }) status!: string;
  @ApiProperty({
    ...BY_PART,
    example: PARTS,
    description: 'What is up; `condition` tells of what does not decide.',
  })
  info!: object;
  @ApiProperty({ ...BY_PART, example: {}, description: 'What is down.' }) error!: object;
  @ApiProperty({ ...BY_PART, example: PARTS }) details!: object;
}
