import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Millis } from '../../common/clock.js';
import { ApiProblems, FIELDS, NO_FIELDS, PAGE, REPEATED } from '../../common/http/api-problems.js';
import type { FastifyReply } from '../../common/http/fastify-request.js';
import { IdPipe } from '../../common/http/id.pipe.js';
import { ApiIfMatch, IfMatch } from '../../common/http/if-match.js';
import { pageBody } from '../../common/http/page-body.js';
import { TAGGED, tag } from '../../common/http/tagged.js';
import { CLIENT_ID, newClientId } from '../../common/ids.js';
import type { Caller } from '../../guard/caller.js';
import { CurrentCaller } from '../../guard/current-caller.js';
import { SignedIn } from '../../guard/policy.js';
import { ApiIdempotencyKey, Creating, type CreatingRequest } from '../../idempotency/idempotency-key.js';
import { IdempotencyService } from '../../idempotency/idempotency.service.js';
import { UsageStore } from '../../usage/usage-store.js';
import { ClientsService } from '../clients.service.js';
import type { Client } from '../domain/client.js';
import { editionOf } from '../domain/edition.js';
import { ownerOf, toDetails, toEdit } from './client-request.js';
import {
  CLIENT_EDIT,
  ClientDto,
  ClientListQueryDto,
  ClientPageDto,
  CreateClientDto,
  NEW_CLIENTS,
  UpdateClientDto,
} from './client.dto.js';

const ClientId = () => Param('clientId', new IdPipe(CLIENT_ID));

@ApiTags('API clients')
@SignedIn('operator', 'tenant_admin')
@Controller('api/v1/clients')
export class ClientsController {
  constructor(
    private readonly clients: ClientsService,
    private readonly usage: UsageStore,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List API clients',
    description: 'Your tenant’s; an operator’s list is of all. May lag a little.',
  })
  @ApiResponse({ status: 200, type: ClientPageDto, description: 'A page of clients.' })
  @ApiProblems(...PAGE, 404, 503)
  async list(@CurrentCaller() caller: Caller, @Query() query: ClientListQueryDto): Promise<ClientPageDto> {
    const page = await this.clients.list(caller, query);
    const ids = page.items.map(({ id }) => id);
    const lastUses = await this.usage.lastUsedAt(ids, caller.signal);
    return pageBody(page, (client) => ClientDto.from(client, lastUses.get(client.id)));
  }

  @Post()
  @ApiOperation({
    summary: 'Create an API client',
    description: 'Makes its Cognito user. Issue it a credential next.',
  })
  @ApiBody({ type: CreateClientDto, examples: NEW_CLIENTS })
  @ApiResponse({ status: 201, type: ClientDto, description: 'The new client.', headers: TAGGED })
  @ApiProblems(...FIELDS, ...REPEATED, 'forbidden', 'scope_not_allowed', 404, 'tenant_not_active', 503)
  @ApiIdempotencyKey()
  async create(
    @CurrentCaller() caller: Caller,
    @Creating() request: CreatingRequest,
    @Body() body: CreateClientDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const made = await this.idempotency.once(request, {
      draft: newClientId,
      carryOut: async (id) =>
        tagged(await this.clients.create(caller, ownerOf(caller, body), toDetails(body), id), undefined),
    });
    return send(made, reply);
  }

  @Get(':clientId')
  @ApiOperation({ summary: 'Read an API client' })
  @ApiResponse({ status: 200, type: ClientDto, description: 'The client.', headers: TAGGED })
  @ApiProblems(404, 503)
  async get(
    @CurrentCaller() caller: Caller,
    @ClientId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const lastUsedAt = await this.lastUsedAt(caller, id);
    return answer(await this.clients.get(caller, id), lastUsedAt, reply);
  }

  @Patch(':clientId')
  @ApiOperation({
    summary: 'Edit an API client',
    description: 'Other scopes reach its tokens within seconds.',
  })
  @ApiIfMatch()
  @ApiBody({ type: UpdateClientDto, examples: CLIENT_EDIT })
  @ApiResponse({ status: 200, type: ClientDto, description: 'The client.', headers: TAGGED })
  @ApiProblems(...FIELDS, 'forbidden', 'scope_not_allowed', 404, 'tenant_not_active', 412, 428, 503)
  async edit(
    @CurrentCaller() caller: Caller,
    @ClientId() id: string,
    @IfMatch() edition: string,
    @Body() body: UpdateClientDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const lastUsedAt = await this.lastUsedAt(caller, id);
    return answer(await this.clients.edit(caller, id, edition, toEdit(body)), lastUsedAt, reply);
  }

  @Delete(':clientId')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete an API client',
    description: 'With its credentials, for good; its tokens are cut off.',
  })
  @ApiResponse({ status: 204, description: 'Deleted.' })
  @ApiProblems(...NO_FIELDS, 404, 503)
  remove(@CurrentCaller() caller: Caller, @ClientId() id: string): Promise<void> {
    return this.clients.remove(caller, id);
  }

  @Post(':clientId/disable')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Disable an API client',
    description: 'No token from now on; those out there are cut off.',
  })
  @ApiResponse({ status: 200, type: ClientDto, description: 'The client.', headers: TAGGED })
  @ApiProblems(...NO_FIELDS, 404, 'client_not_active', 503)
  async disable(
    @CurrentCaller() caller: Caller,
    @ClientId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const lastUsedAt = await this.lastUsedAt(caller, id);
    return answer(await this.clients.disable(caller, id), lastUsedAt, reply);
  }

  @Post(':clientId/enable')
  @HttpCode(200)
  @ApiOperation({ summary: 'Enable an API client', description: 'It gets tokens again after a few seconds.' })
  @ApiResponse({ status: 200, type: ClientDto, description: 'The client.', headers: TAGGED })
  @ApiProblems(...NO_FIELDS, 404, 'client_not_active', 'tenant_not_active', 503)
  async enable(
    @CurrentCaller() caller: Caller,
    @ClientId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const lastUsedAt = await this.lastUsedAt(caller, id);
    return answer(await this.clients.enable(caller, id), lastUsedAt, reply);
  }

  /** Asked before a change is made: what was done is then never told as a failure. */
  private async lastUsedAt({ signal }: Caller, id: string): Promise<Millis | undefined> {
    return (await this.usage.lastUsedAt([id], signal)).get(id);
  }
}

interface Tagged {
  readonly edition: string;
  readonly body: ClientDto;
}

function answer(client: Client, lastUsedAt: Millis | undefined, reply: FastifyReply): ClientDto {
  return send(tagged(client, lastUsedAt), reply);
}

function tagged(client: Client, lastUsedAt: Millis | undefined): Tagged {
  return { edition: editionOf(client), body: ClientDto.from(client, lastUsedAt) };
}

function send({ edition, body }: Tagged, reply: FastifyReply): ClientDto {
  tag(reply, edition);
  return body;
}
