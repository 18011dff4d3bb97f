import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';

/** RFC 6749 §5.2. */
export class OAuthErrorDto {
  @ApiProperty({ example: 'invalid_grant', description: 'Listed in docs/errors.md.' }) error!: string;
  @ApiProperty({ example: 'The credential is not valid, or not for this client.' })
  error_description!: string;
}

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The request, the grant or the scope is not valid.',
  401: 'Client authentication failed.',
  413: 'The body is over 8 KiB.',
  415: 'The body has a content encoding.',
  429: 'Too many failed authentications of this client or from this address; wait `Retry-After` seconds.',
  431: 'The header fields are over 16 KiB.',
  503: 'Try again after `Retry-After` seconds; nothing is wrong with the credential.',
};

const RETRY_AFTER = {
  'Retry-After': { schema: { type: 'integer', example: 1 }, description: 'Seconds.' },
} as const;
const HEADERS: Readonly<Record<number, ApiResponseOptions['headers']>> = {
  401: { 'WWW-Authenticate': { schema: { type: 'string', example: 'Basic realm="…", charset="UTF-8"' } } },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
};

/** Documents the errors that an OAuth endpoint may answer. */
export function OAuthErrors(...statuses: number[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({ status, description: MEANINGS[status], type: OAuthErrorDto, headers: HEADERS[status] }),
    ),
  );
}
