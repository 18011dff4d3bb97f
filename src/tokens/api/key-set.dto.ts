import { ApiProperty } from '@nestjs/swagger';

class KeyDto {
  @ApiProperty({ example: 'RSA' }) kty!: string;
  @ApiProperty({ example: 'sig' }) use!: string;
  @ApiProperty({ example: 'RS256' }) alg!: string;
  @ApiProperty({ example: 'Qq6Y1mQ0fPvN' }) kid!: string;
  @ApiProperty({ example: 'AQAB' }) e!: string;
  @ApiProperty({ example: 'u1SU1LfVLPHCozMxH2Mo…' }) n!: string;
}

/** RFC 7517 §5. */
export class KeySetDto {
  @ApiProperty({ type: [KeyDto] }) keys!: KeyDto[];
}
