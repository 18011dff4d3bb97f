import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems, FIELDS, NO_FIELDS } from '../../common/http/api-problems.js';
import type { Caller } from '../../guard/caller.js';
import { CallersToken, CurrentCaller } from '../../guard/current-caller.js';
import { SignedIn } from '../../guard/policy.js';
import type { Person } from '../../guard/principal.js';
import { MfaService } from './mfa.service.js';
import { TotpCodeDto, TotpEnrolmentDto } from './sign-in.dto.js';

@ApiTags('Sign-in')
@SignedIn('operator', 'tenant_admin')
@Controller('api/v1/auth/mfa')
export class MfaController {
  constructor(private readonly mfa: MfaService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Begin with an authenticator app',
    description: 'Enter the secret into the app, or show it the URL as a QR code; then send a code of it.',
  })
  @ApiResponse({ status: 200, type: TotpEnrolmentDto, description: 'What the app is to be told.' })
  @ApiProblems(...NO_FIELDS, 503)
  begin(@CurrentCaller() caller: Caller, @CallersToken() accessToken: string): Promise<TotpEnrolmentDto> {
    return this.mfa.begin(caller, caller.principal as Person, accessToken);
  }

  @Post('verify')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Switch the authenticator app on',
    description: 'From now on its codes are asked for at sign-in.',
  })
  @ApiResponse({ status: 204, description: 'It is on.' })
  @ApiProblems(...FIELDS, 'code_refused', 503)
  verify(
    @CurrentCaller() caller: Caller,
    @CallersToken() accessToken: string,
    @Body() { code }: TotpCodeDto,
  ): Promise<void> {
    return this.mfa.confirm(caller, caller.principal as Person, accessToken, code);
  }
}
