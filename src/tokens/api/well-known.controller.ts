import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { JSONWebKeySet } from 'jose';
import { ApiProblems } from '../../common/http/api-problems.js';
import { Config } from '../../config/config.js';
import { Public } from '../../guard/policy.js';
import { MachineKeys } from '../machine-keys.js';
import { serverMetadata } from '../server-metadata.js';
import { KeySetDto, ServerMetadataDto } from './well-known.dto.js';

/** What libraries look for to find out about us. */
@ApiTags('OAuth')
@Public()
@Controller('.well-known')
export class WellKnownController {
  constructor(
    private readonly keys: MachineKeys,
    private readonly config: Config,
  ) {}

  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    summary: 'The keys that sign bearer tokens',
    description: 'RFC 7517. Those of the machines’ user pool.',
  })
  @ApiResponse({ status: 200, type: KeySetDto, description: 'The keys.' })
  @ApiProblems('malformed_request', 431, 503)
  keySet(): Promise<JSONWebKeySet> {
    return this.keys.current();
  }

  @Get('oauth-authorization-server')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    summary: 'Where the OAuth endpoints are and what they can',
    description:
      'RFC 8414, for discovery. `issuer` is ours; the tokens carry that of the user pool, which APIs check instead.',
  })
  @ApiResponse({ status: 200, type: ServerMetadataDto, description: 'The metadata.' })
  @ApiProblems('malformed_request', 431)
  metadata(): ServerMetadataDto {
    return serverMetadata(this.config.http);
  }
}
