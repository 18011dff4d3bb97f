import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

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

const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'none'];

/** RFC 8414 §2. */
export class ServerMetadataDto {
  @ApiProperty({ example: 'https://broker.example' }) issuer!: string;
  @ApiProperty({ example: 'https://broker.example/oauth/token' }) token_endpoint!: string;
  @ApiProperty({ example: 'https://broker.example/.well-known/jwks.json' }) jwks_uri!: string;
  @ApiProperty({ type: [String], example: [] }) response_types_supported!: string[];
  @ApiProperty({ type: [String], example: ['refresh_token', 'client_credentials'] })
  grant_types_supported!: string[];
  @ApiProperty({ type: [String], example: AUTH_METHODS }) token_endpoint_auth_methods_supported!: string[];
  @ApiProperty({ example: 'https://broker.example/oauth/revoke' }) revocation_endpoint!: string;
  @ApiProperty({ type: [String], example: AUTH_METHODS })
  revocation_endpoint_auth_methods_supported!: string[];
  @ApiProperty({ example: 'https://broker.example/oauth/introspect' }) introspection_endpoint!: string;
  @ApiProperty({ type: [String], example: ['client_secret_basic', 'client_secret_post', 'Bearer'] })
  introspection_endpoint_auth_methods_supported!: string[];
  @ApiPropertyOptional({ example: 'https://broker.example/docs' }) service_documentation?: string;
}
