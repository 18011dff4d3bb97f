import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBasicAuth, ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { normalAddress } from '../../common/http/caller-address.js';
import type { FastifyReply, FastifyRequest } from '../../common/http/fastify-request.js';
import { RawBody } from '../../common/http/raw-body.js';
import { Public } from '../../guard/policy.js';
import { readClientAuthentication } from '../client-authentication.js';
import { readForm } from '../form.js';
import { NO_STORE } from '../oauth-error-writer.js';
import { TokenService } from '../token.service.js';
import type { TokenRequest } from '../token-request.js';
import { OAuthErrors, TokenRequestDto, TokenResponseDto } from './token.dto.js';

@ApiTags('OAuth')
@Public()
@RawBody()
@Controller('oauth')
export class TokenController {
  constructor(private readonly tokens: TokenService) {}

  @Post('token')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Trade a credential for a bearer token',
    description:
      'RFC 6749 §3.2. The bearer token is a Cognito ID token, given as `access_token`: send it to the API as ' +
      '`Authorization: Bearer …` and ask for a new one when `expires_in` seconds have passed.',
  })
  @ApiBasicAuth()
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: TokenRequestDto })
  @ApiResponse({ status: 200, type: TokenResponseDto })
  @OAuthErrors(400, 401, 413, 415, 503)
  async token(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenResponseDto> {
    const response = await this.tokens.exchange(toTokenRequest(request));
    void reply.headers(NO_STORE);
    return response;
  }
}

function toTokenRequest({ body, headers, url, ip, deadline }: FastifyRequest): TokenRequest {
  const form = readForm({
    body,
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
    url,
  });
  const authentication = readClientAuthentication(headers.authorization, form);
  return { form, authentication, ip: normalAddress(ip), signal: deadline };
}
