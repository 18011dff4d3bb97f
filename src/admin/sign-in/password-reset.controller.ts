import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems, FIELDS } from '../../common/http/api-problems.js';
import type { Caller } from '../../guard/caller.js';
import { CurrentCaller } from '../../guard/current-caller.js';
import { Public } from '../../guard/policy.js';
import { PasswordResetService } from './password-reset.service.js';
import { CodeSentDto, ForgotPasswordDto, ResetPasswordDto } from './sign-in.dto.js';

@ApiTags('Sign-in')
@Public()
@Controller('api/v1/auth')
export class PasswordResetController {
  constructor(private readonly passwords: PasswordResetService) {}

  @Post('forgot-password')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Ask for a code to choose a new password with',
    description: 'It is mailed. The answer is always the same, whether or not the address is known.',
  })
  @ApiResponse({ status: 202, type: CodeSentDto, description: 'Always the same.' })
  @ApiProblems(...FIELDS, 429, 503)
  async forgot(@CurrentCaller() caller: Caller, @Body() { email }: ForgotPasswordDto): Promise<CodeSentDto> {
    await this.passwords.sendCode(caller, email);
    return new CodeSentDto();
  }

  @Post('reset-password')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Choose a new password with a mailed code',
    description: 'Ends all sign-ins of the person. Every refusal is the same, whatever its cause.',
  })
  @ApiResponse({ status: 204, description: 'The new password holds.' })
  @ApiProblems(...FIELDS, 'reset_refused', 429, 503)
  reset(@CurrentCaller() caller: Caller, @Body() body: ResetPasswordDto): Promise<void> {
    return this.passwords.reset(caller, body);
  }
}
