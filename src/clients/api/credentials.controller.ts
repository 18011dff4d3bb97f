import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Clock, SECOND } from '../../common/clock.js';
import { ApiProblems, FIELDS, NO_FIELDS, PAGE, REPEATED } from '../../common/http/api-problems.js';
import { IdPipe } from '../../common/http/id.pipe.js';
import { pageBody } from '../../common/http/page-body.js';
import { PageQueryDto } from '../../common/http/page-query.dto.js';
import { CLIENT_ID, CREDENTIAL_ID } from '../../common/ids.js';
import type { Caller } from '../../guard/caller.js';
import { CurrentCaller } from '../../guard/current-caller.js';
import { SignedIn } from '../../guard/policy.js';
import { ApiIdempotencyKey, Creating, type CreatingRequest } from '../../idempotency/idempotency-key.js';
import { IdempotencyService } from '../../idempotency/idempotency.service.js';
import { UsageStore } from '../../usage/usage-store.js';
import type { LastUses } from '../../usage/usage.js';
import { CredentialsService, type IssueDraft, type IssuedCredential } from '../credentials.service.js';
import { newCredential } from '../domain/credential-secret.js';
import {
  CredentialDto,
  CredentialPageDto,
  IssueCredentialDto,
  IssuedCredentialDto,
  RotateCredentialDto,
} from './credential.dto.js';

/** As every credential is that was just issued. */
const NEVER_USED: LastUses = new Map();
const ClientId = () => Param('clientId', new IdPipe(CLIENT_ID));
const CredentialId = () => Param('credentialId', new IdPipe(CREDENTIAL_ID));

@ApiTags('Credentials')
@SignedIn('operator', 'tenant_admin')
@Controller('api/v1/clients/:clientId/credentials')
export class CredentialsController {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly usage: UsageStore,
    private readonly idempotency: IdempotencyService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List the credentials of a client',
    description: 'Live ones first, then past ones.',
  })
  @ApiResponse({ status: 200, type: CredentialPageDto, description: 'A page of credentials.' })
  @ApiProblems(...PAGE, 404, 503)
  async list(
    @CurrentCaller() caller: Caller,
    @ClientId() clientId: string,
    @Query() query: PageQueryDto,
  ): Promise<CredentialPageDto> {
    const page = await this.credentials.list(caller, clientId, query);
    const lastUses = await this.usage.lastUses(clientId, caller.signal);
    const now = this.clock.now();
    return pageBody(page, (one) => CredentialDto.from(one, lastUses, now));
  }

  @Post()
  @ApiOperation({
    summary: 'Issue a credential',
    description: 'The secret is in this answer and nowhere else.',
  })
  @ApiResponse({
    status: 201,
    type: IssuedCredentialDto,
    description: 'The new credential, with its secret.',
  })
  @ApiProblems(
    ...FIELDS,
    ...REPEATED,
    404,
    'client_not_active',
    'credential_limit_reached',
    'tenant_not_active',
    503,
  )
  @ApiIdempotencyKey()
  issue(
    @CurrentCaller() caller: Caller,
    @Creating() request: CreatingRequest,
    @ClientId() clientId: string,
    @Body() { label = '', expiresAt }: IssueCredentialDto,
  ): Promise<IssuedCredentialDto> {
    const asked = { label, expiresAt: time(expiresAt) };
    return this.once(request, clientId, (draft) => this.credentials.issue(caller, clientId, asked, draft));
  }

  @Get(':credentialId')
  @ApiOperation({ summary: 'Read a credential’s metadata' })
  @ApiResponse({ status: 200, type: CredentialDto, description: 'The credential, without its secret.' })
  @ApiProblems(404, 503)
  async get(@CurrentCaller() caller: Caller, @ClientId() clientId: string, @CredentialId() id: string) {
    const credential = await this.credentials.get(caller, clientId, id);
    const lastUses = await this.usage.lastUses(clientId, caller.signal);
    return CredentialDto.from(credential, lastUses, this.clock.now());
  }

  @Delete(':credentialId')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Revoke a credential',
    description: 'At once and for good; its tokens are cut off.',
  })
  @ApiResponse({ status: 204, description: 'Revoked, now or before.' })
  @ApiProblems(...NO_FIELDS, 404, 503)
  revoke(
    @CurrentCaller() caller: Caller,
    @ClientId() clientId: string,
    @CredentialId() id: string,
  ): Promise<void> {
    return this.credentials.revoke(caller, clientId, id);
  }

  @Post(':credentialId/rotate')
  @ApiOperation({
    summary: 'Rotate a credential',
    description:
      'Issues its successor. The old one goes on working for `graceSeconds`: at every instant one of them works.',
  })
  @ApiResponse({ status: 201, type: IssuedCredentialDto, description: 'Its successor, with its secret.' })
  @ApiProblems(
    ...FIELDS,
    ...REPEATED,
    404,
    'client_not_active',
    'credential_not_active',
    'credential_already_retiring',
    'credential_limit_reached',
    'tenant_not_active',
    503,
  )
  @ApiIdempotencyKey()
  rotate(
    @CurrentCaller() caller: Caller,
    @Creating() request: CreatingRequest,
    @ClientId() clientId: string,
    @CredentialId() id: string,
    @Body() { graceSeconds, expiresAt }: RotateCredentialDto,
  ): Promise<IssuedCredentialDto> {
    const asked = { grace: graceSeconds! * SECOND, expiresAt: time(expiresAt) };
    return this.once(request, clientId, (draft) =>
      this.credentials.rotate(caller, clientId, id, asked, draft),
    );
  }

  private once(
    request: CreatingRequest,
    clientId: string,
    issue: (draft: IssueDraft) => Promise<IssuedCredential>,
  ): Promise<IssuedCredentialDto> {
    return this.idempotency.once(request, {
      draft: () => newCredential(clientId).credential,
      carryOut: async (secret, repeatable) => this.answer(clientId, await issue({ secret, repeatable })),
    });
  }

  private answer(clientId: string, { credential, secret }: IssuedCredential): IssuedCredentialDto {
    return { ...CredentialDto.from(credential, NEVER_USED, this.clock.now()), clientId, credential: secret };
  }
}

function time(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso);
}
