import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';

const CREDENTIAL = 'bab_0123456789abcdef01234567_0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3xY';

/** The form, as the OpenAPI document shows it. It is read by the endpoint's own strict parser. */
export class TokenRequestDto {
  @ApiProperty({ enum: ['refresh_token', 'client_credentials'], example: 'refresh_token' })
  grant_type!: string;
  @ApiPropertyOptional({ example: CREDENTIAL, description: 'The credential, for `refresh_token`.' })
  refresh_token?: string;
  @ApiPropertyOptional({ description: 'The client’s id, for `client_credentials` (or by Basic).' })
  client_id?: string;
  @ApiPropertyOptional({ description: 'The credential, for `client_credentials` (or by Basic).' })
  client_secret?: string;
  @ApiPropertyOptional({
    description:
      'Each one of the client’s; the token carries all of them. `openid` adds `id_token` to the answer.',
  })
  scope?: string;
}

/** RFC 6749 §5.1. */
export class TokenResponseDto {
  @ApiProperty({ example: 'eyJraWQiOi…', description: 'The bearer token: a Cognito ID token.' })
  access_token!: string;
  @ApiProperty({ enum: ['Bearer'], example: 'Bearer' }) token_type!: 'Bearer';
  @ApiProperty({ example: 871, description: 'The true rest of its life, seconds.' }) expires_in!: number;
  @ApiPropertyOptional({ example: 'orders:read orders:write' }) scope?: string;
  @ApiPropertyOptional({
    example: 'eyJraWQiOi…',
    description: 'The same token, where `scope` named `openid`.',
  })
  id_token?: string;
}

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
  503: 'Try again after `Retry-After` seconds; nothing is wrong with the credential.',
};

const HEADERS: Readonly<Record<number, ApiResponseOptions['headers']>> = {
  401: { 'WWW-Authenticate': { schema: { type: 'string', example: 'Basic realm="…", charset="UTF-8"' } } },
  503: { 'Retry-After': { schema: { type: 'integer', example: 1 }, description: 'Seconds.' } },
};

/** Documents the errors that an OAuth endpoint may answer. */
export function OAuthErrors(...statuses: number[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({ status, description: MEANINGS[status], type: OAuthErrorDto, headers: HEADERS[status] }),
    ),
  );
}
