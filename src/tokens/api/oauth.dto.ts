import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CLIENT_ID } from '../../common/ids.js';

const CREDENTIAL = 'bab_0123456789abcdef01234567_0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3xY';

/**
 * What a caller may send to say who it is. The forms are read by the endpoints’ own strict parser. What is optional has an
 * empty example: Swagger UI then sends it empty, which counts as absent.
 */
class ClientAuthenticationDto {
  @ApiPropertyOptional({ example: '', description: 'The client’s id, where it is not sent by Basic.' })
  client_id?: string;
  @ApiPropertyOptional({
    example: '',
    description: 'A credential of that client, where it is not sent by Basic.',
  })
  client_secret?: string;
}

export class TokenRequestDto extends ClientAuthenticationDto {
  @ApiProperty({ enum: ['refresh_token', 'client_credentials'], example: 'refresh_token' })
  grant_type!: string;
  @ApiPropertyOptional({ example: CREDENTIAL, description: 'The credential, for `refresh_token`.' })
  refresh_token?: string;
  @ApiPropertyOptional({
    example: '',
    description:
      'Each one of the client’s; the token carries all of them. `openid` adds `id_token` to the answer.',
  })
  scope?: string;
}

export class RevocationRequestDto extends ClientAuthenticationDto {
  @ApiProperty({ example: CREDENTIAL, description: 'The credential to end.' }) token!: string;
  @ApiPropertyOptional({ example: '', description: 'Ignored.' }) token_type_hint?: string;
}

export class IntrospectionRequestDto extends ClientAuthenticationDto {
  @ApiProperty({ example: 'eyJraWQiOi…', description: 'A bearer token or a credential.' }) token!: string;
  @ApiPropertyOptional({ example: '', description: 'Ignored.' }) token_type_hint?: string;
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

/** RFC 7662 §2.2. */
export class IntrospectionDto {
  @ApiProperty({ example: true, description: 'When false, it is all that is told.' }) active!: boolean;
  @ApiPropertyOptional({ example: 'cl_0123456789abcdef', pattern: CLIENT_ID.source }) client_id?: string;
  @ApiPropertyOptional({ example: '6f1c2f0e-4a55-4e0e-9d0c-2b7f3a1d9c42' }) sub?: string;
  @ApiPropertyOptional({ example: 'orders:read orders:write' }) scope?: string;
  @ApiPropertyOptional({ example: 1_798_761_600, description: 'Seconds since 1970.' }) iat?: number;
  @ApiPropertyOptional({ example: 1_798_762_500, description: 'Of a credential only if it expires.' })
  exp?: number;
  @ApiPropertyOptional({
    example: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example',
    description: 'The machines’ user pool; bearer tokens only.',
  })
  iss?: string;
  @ApiPropertyOptional({ example: '1example23456789', description: 'Bearer tokens only.' }) aud?: string;
  @ApiPropertyOptional({
    enum: ['Bearer', 'refresh_token'],
    example: 'Bearer',
    description: 'A credential is a refresh token.',
  })
  token_type?: string;
  @ApiPropertyOptional({ example: 'tn_0123456789abcdef' }) tenant_id?: string;
}
