import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { JSONWebKeySet } from 'jose';
import { ApiProblems } from '../../common/http/api-problems.js';
import { Public } from '../../guard/policy.js';
import { MachineKeys } from '../machine-keys.js';
import { KeySetDto } from './key-set.dto.js';

@ApiTags('OAuth')
@Public()
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: MachineKeys) {}

  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    summary: 'The keys that sign bearer tokens',
    description: 'RFC 7517. Those of the machines’ user pool.',
  })
  @ApiResponse({ status: 200, type: KeySetDto })
  @ApiProblems(503)
  keySet(): Promise<JSONWebKeySet> {
    return this.keys.current();
  }
}
