import { Readable } from 'node:stream';
import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { isNotModified } from '../../common/http/etag.js';
import type { FastifyReply, FastifyRequest } from '../../common/http/fastify-request.js';
import { Public } from '../../guard/policy.js';
import { CutOffFeed } from '../cut-off-feed.js';
import { RevocationsDto } from './cut-off-feed.dto.js';
import { OAuthErrors } from './oauth-errors.js';

const TAG = '"Zk3qXc5D1yq0uXG6p1bJ6b0d1rJmD7q3rP0m3m0a9cY"';
const TAGGED = {
  ETag: { description: 'For If-None-Match.', schema: { type: 'string', example: TAG } },
} as const;

@ApiTags('OAuth')
@Public()
@Controller('oauth')
export class CutOffFeedController {
  constructor(private readonly feed: CutOffFeed) {}

  @Get('revocations')
  @Header('cache-control', 'public, max-age=1')
  @ApiOperation({
    summary: 'Which bearer tokens are no longer good although they have not expired',
    description:
      'The whole set, oldest first: replace yours by it. A token is cut off when its claim `claim` equals `value` and, ' +
      'where `iatUpTo` is given, its `iat` is not after that. An entry leaves the set once every token that it means ' +
      'has expired. Ask as often as once a second, with `If-None-Match`.',
  })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'The ETag of the last answer.' })
  @ApiResponse({ status: 200, type: RevocationsDto, description: 'The whole set.', headers: TAGGED })
  @ApiResponse({ status: 304, description: 'Nothing has changed since.', headers: TAGGED })
  @OAuthErrors(400, 431, 503)
  async revocations(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { body, etag } = await this.feed.current();
    void reply.header('etag', etag);
    // RFC 9110 §8.6: no `content-length: 0`, as Fastify says of a HEAD that is sent nothing at all.
    if (isNotModified(request.headers['if-none-match'], etag))
      return void reply.status(304).send(Readable.from([]));
    void reply.type('application/json; charset=utf-8').send(body);
  }
}
