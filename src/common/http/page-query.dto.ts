import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Length, Max, Min } from 'class-validator';
import type { PageRequest } from '../page.js';
import { Optional } from './optional.js';

const MAX_CURSOR = 2_048;

/** Which page of a list is asked for, in the query string. */
export class PageQueryDto implements PageRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 20, example: 20 })
  @Transform(({ value }: { value: unknown }) => integerOf(value))
  @Max(100)
  @Min(1)
  @IsInt()
  limit: number = 20;

  @ApiPropertyOptional({
    type: String,
    description: '`nextCursor` of the page before, unchanged; left out: the first page.',
  })
  @Optional()
  @Length(1, MAX_CURSOR)
  cursor?: string;
}

/** Digits alone: `Number` would also take white space, signs, exponents and nothing at all. */
function integerOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value;
}
