import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problem } from '../../common/errors/problem.js';
import { ApiProblems, FIELDS, NO_FIELDS, PAGE, REPEATED } from '../../common/http/api-problems.js';
import type { FastifyReply } from '../../common/http/fastify-request.js';
import { IdPipe } from '../../common/http/id.pipe.js';
import { pageBody } from '../../common/http/page-body.js';
import { newRegistrationId, REGISTRATION_ID } from '../../common/ids.js';
import type { Caller } from '../../guard/caller.js';
import { CurrentCaller } from '../../guard/current-caller.js';
import { ApiIdempotencyKey, Creating, type CreatingRequest } from '../../idempotency/idempotency-key.js';
import { IdempotencyService } from '../../idempotency/idempotency.service.js';
import { Anyone, SignedIn } from '../../guard/policy.js';
import { UsageStore } from '../../usage/usage-store.js';
import {
  AdmissionDto,
  ApproveDto,
  REGISTRATIONS,
  RegisterDto,
  ReceivedDto,
  RegistrationDto,
  RegistrationListQueryDto,
  RegistrationPageDto,
} from './registration.dto.js';
import { RegistrationsService } from './registrations.service.js';

const OPERATORS_ONLY = { field: 'allowedScopes', message: 'is for operators only' };
const RegistrationId = () => Param('registrationId', new IdPipe(REGISTRATION_ID));

@ApiTags('Registrations')
@Controller('api/v1/registrations')
export class RegistrationsController {
  constructor(
    private readonly registrations: RegistrationsService,
    private readonly usage: UsageStore,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post()
  @Anyone()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Register an organisation',
    description: 'Received and decided on later; an operator’s own is done at once, and the admin invited.',
  })
  @ApiBody({ type: RegisterDto, examples: REGISTRATIONS })
  @ApiResponse({ status: 201, type: AdmissionDto, description: 'To operators: what was made.' })
  @ApiResponse({ status: 202, type: ReceivedDto, description: 'To everybody else, always the same.' })
  @ApiProblems(...FIELDS, ...REPEATED, 'registration_closed', 'email_taken', 429, 503)
  @ApiIdempotencyKey()
  async register(
    @CurrentCaller() caller: Caller,
    @Creating() request: CreatingRequest,
    @Body() body: RegisterDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdmissionDto | ReceivedDto> {
    if (caller.principal.type !== 'operator') return this.receive(caller, body);
    void reply.status(201);
    return this.idempotency.once(request, {
      draft: newRegistrationId,
      carryOut: (id) => this.make(caller, body, id),
    });
  }

  @Get()
  @SignedIn('operator')
  @ApiOperation({ summary: 'List registrations', description: 'Newest first. May lag a little.' })
  @ApiResponse({ status: 200, type: RegistrationPageDto, description: 'A page of registrations.' })
  @ApiProblems(...PAGE, 503)
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: RegistrationListQueryDto,
  ): Promise<RegistrationPageDto> {
    return pageBody(await this.registrations.list(caller, query), (one) => RegistrationDto.from(one));
  }

  @Post(':registrationId/approve')
  @SignedIn('operator')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Approve a registration',
    description:
      'Makes the tenant and its first client and invites the admin. A repeat finishes what is not.',
  })
  @ApiResponse({ status: 200, type: AdmissionDto, description: 'What was made.' })
  @ApiProblems(...FIELDS, 404, 'registration_decided', 'email_taken', 503)
  async approve(
    @CurrentCaller() caller: Caller,
    @RegistrationId() id: string,
    @Body() { allowedScopes }: ApproveDto,
  ): Promise<AdmissionDto> {
    const admission = await this.registrations.approve(caller, id, allowedScopes);
    const { client } = admission;
    const lastUsedAt = (await this.usage.lastUsedAt([client.id], caller.signal)).get(client.id);
    return AdmissionDto.from(admission, lastUsedAt);
  }

  @Post(':registrationId/reject')
  @SignedIn('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reject a registration' })
  @ApiResponse({ status: 200, type: RegistrationDto, description: 'The registration, rejected.' })
  @ApiProblems(...NO_FIELDS, 404, 'registration_decided', 503)
  async reject(@CurrentCaller() caller: Caller, @RegistrationId() id: string): Promise<RegistrationDto> {
    return RegistrationDto.from(await this.registrations.reject(caller, id));
  }

  private async make(
    caller: Caller,
    { allowedScopes, ...request }: RegisterDto,
    id: string,
  ): Promise<AdmissionDto> {
    const admission = await this.registrations.register(caller, request, allowedScopes, id);
    return AdmissionDto.from(admission, undefined);
  }

  private async receive(caller: Caller, body: RegisterDto): Promise<ReceivedDto> {
    if (body.allowedScopes !== undefined)
      throw new Problem('validation_failed', { errors: [OPERATORS_ONLY] });
    await this.registrations.submit(caller, body);
    return new ReceivedDto();
  }
}
