import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

class FieldErrorDto {
  @ApiProperty({ example: 'name' }) field!: string;
  @ApiProperty({ example: 'name must be a string' }) message!: string;
}

/** RFC 9457 problem details. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:b2b-auth-broker:problem:validation_failed' }) type!: string;
  @ApiProperty({ example: 'The request is not valid' }) title!: string;
  @ApiProperty({ example: 400 }) status!: number;
  @ApiProperty({ example: 'Mend the fields named in `errors`.' }) detail!: string;
  @ApiProperty({ example: 'validation_failed', description: 'Stable; listed in docs/errors.md.' })
  code!: string;
  @ApiProperty({ example: '8a4c0a8e-2f0c-4f4e-9b59-0a2f8ad5c3b1' }) requestId!: string;
  @ApiPropertyOptional({ type: [FieldErrorDto] }) errors?: FieldErrorDto[];
}
