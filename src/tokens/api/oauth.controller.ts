import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import {
  ApiBasicAuth,
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Direct } from '../../common/http/direct-route.js';
import type { FastifyRequest } from '../../common/http/fastify-request.js';
import { RawBody } from '../../common/http/raw-body.js';
import { Public } from '../../guard/policy.js';
import { IntrospectionService } from '../introspection.service.js';
import { NO_STORE } from '../oauth-error-writer.js';
import { RevocationService } from '../revocation.service.js';
import { TokenService } from '../token.service.js';
import { FailureLimit } from './failure-limit.js';
import { Uncached } from './uncached.js';
import {
  IntrospectionDto,
  IntrospectionRequestDto,
  RevocationRequestDto,
  TokenRequestDto,
  TokenResponseDto,
} from './oauth.dto.js';
import { OAuthErrors } from './oauth-errors.js';
import { readIntrospectionRequest, readOAuthRequest } from './read-oauth-request.js';

const FORM = 'application/x-www-form-urlencoded';

/** The endpoints that take a form. Public: each authenticates its callers in OAuth's own ways. */
@ApiTags('OAuth')
@Public()
@RawBody()
@Controller('oauth')
export class OAuthController {
  constructor(
    private readonly tokens: TokenService,
    private readonly revocation: RevocationService,
    private readonly introspection: IntrospectionService,
    private readonly limit: FailureLimit,
  ) {}

  @Post('token')
  @HttpCode(200)
  @Direct(NO_STORE)
  @ApiOperation({
    summary: 'Trade a credential for a bearer token',
    description:
      'RFC 6749 §3.2. The bearer token is a Cognito ID token, given as `access_token`: send it to the API as ' +
      '`Authorization: Bearer …` and ask for a new one when `expires_in` seconds have passed.',
  })
  @ApiBasicAuth()
  @ApiConsumes(FORM)
  @ApiBody({ type: TokenRequestDto })
  @ApiResponse({ status: 200, type: TokenResponseDto, description: 'A bearer token.' })
  @OAuthErrors(400, 401, 413, 415, 429, 431, 503)
  token(@Req() request: FastifyRequest): Promise<TokenResponseDto> {
    return this.limit.apply(request, () => this.tokens.exchange(readOAuthRequest(request)));
  }

  @Post('revoke')
  @HttpCode(200)
  @Uncached()
  @ApiOperation({
    summary: 'Revoke a credential',
    description:
      'RFC 7009. Whoever holds a credential may end it, from anywhere: at once, for good, and with the bearer ' +
      'tokens that came of it. The same answer for one that is not valid any more, or never was.',
  })
  @ApiBasicAuth()
  @ApiConsumes(FORM)
  @ApiBody({ type: RevocationRequestDto })
  @ApiResponse({ status: 200, description: 'It is not valid, now and for good.' })
  @OAuthErrors(400, 401, 413, 415, 429, 431, 503)
  revoke(@Req() request: FastifyRequest): Promise<void> {
    return this.limit.apply(request, () => this.revocation.revoke(readOAuthRequest(request)));
  }

  @Post('introspect')
  @HttpCode(200)
  @Uncached()
  @ApiOperation({
    summary: 'Ask about a bearer token or a credential',
    description:
      'RFC 7662. For clients of the platform tenant that may `introspect`, and for operators. As of now, not of ' +
      'the revocation feed. Of what is not active nothing more is told.',
  })
  @ApiBasicAuth()
  @ApiBearerAuth()
  @ApiConsumes(FORM)
  @ApiBody({ type: IntrospectionRequestDto })
  @ApiResponse({ status: 200, type: IntrospectionDto, description: 'What it is, or that it is not active.' })
  @OAuthErrors(400, 401, 413, 415, 429, 431, 503)
  introspect(@Req() request: FastifyRequest): Promise<IntrospectionDto> {
    return this.limit.apply(request, () => this.introspection.introspect(readIntrospectionRequest(request)));
  }
}
