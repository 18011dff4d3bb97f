import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { CutOff, CutOffClaim } from '../../cut-offs/cut-off.js';

const CLAIMS: CutOffClaim[] = ['origin_jti', 'jti', 'sub', 'custom:tenant_id'];

class RevocationDto implements CutOff {
  @ApiProperty({ enum: CLAIMS, example: 'origin_jti' }) claim!: CutOffClaim;
  @ApiProperty({ example: '1f0c5d2e-6f3a-4b43-9c4f-0d5f2b7a9e11' }) value!: string;
  @ApiPropertyOptional({
    example: 1_798_761_600,
    description: 'Seconds since 1970; left out: whenever the token was issued.',
  })
  iatUpTo?: number;
  @ApiProperty({ example: 1_798_762_503, description: 'Seconds since 1970: when the entry leaves the set.' })
  exp!: number;
}

export class RevocationsDto {
  @ApiProperty({ type: [RevocationDto] }) revocations!: RevocationDto[];
}
