import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { ApiProblems, FIELDS } from '../../common/http/api-problems.js';
import type { Caller } from '../../guard/caller.js';
import { CurrentCaller } from '../../guard/current-caller.js';
import { Public, SignedIn } from '../../guard/policy.js';
import type { Person } from '../../guard/principal.js';
import {
  ANSWERS,
  AccessDto,
  AnswerChallengeDto,
  ChallengeDto,
  LoginDto,
  MeDto,
  RefreshDto,
  SignedInDto,
} from './sign-in.dto.js';
import { type Access, type SignInAnswer, SignInService } from './sign-in.service.js';
import { SignOutService } from './sign-out.service.js';

const STEP = {
  status: 200,
  description: 'Signed in, or one more step is asked for: answer it at `POST /api/v1/auth/challenge`.',
  schema: { oneOf: [SignedInDto, ChallengeDto].map((dto) => ({ $ref: getSchemaPath(dto) })) },
};

@ApiTags('Sign-in')
@ApiExtraModels(SignedInDto, ChallengeDto)
@Controller('api/v1/auth')
export class SignInController {
  constructor(
    private readonly signIn: SignInService,
    private readonly signOut: SignOutService,
  ) {}

  @Post('login')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in', description: 'Every refusal is the same, whatever its cause.' })
  @ApiResponse(STEP)
  @ApiProblems(...FIELDS, 'sign_in_refused', 429, 503)
  login(@CurrentCaller() caller: Caller, @Body() { email, password }: LoginDto): Promise<SignInAnswer> {
    return this.signIn.login(caller, email, password);
  }

  @Post('challenge')
  @Public()
  @HttpCode(200)
  @ApiBody({ type: AnswerChallengeDto, examples: ANSWERS })
  @ApiOperation({ summary: 'Take the next step of a sign-in', description: 'A new password, or a code.' })
  @ApiResponse(STEP)
  @ApiProblems(...FIELDS, 'password_rejected', 'sign_in_refused', 429, 503)
  challenge(
    @CurrentCaller() caller: Caller,
    @Body() { email, ...answer }: AnswerChallengeDto,
  ): Promise<SignInAnswer> {
    return this.signIn.answerChallenge(caller, email, answer);
  }

  @Post('refresh')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Get a fresh access token', description: 'The refresh token stays the same.' })
  @ApiResponse({ status: 200, type: AccessDto, description: 'A fresh access token.' })
  @ApiProblems(...FIELDS, 'sign_in_refused', 503)
  refresh(@CurrentCaller() caller: Caller, @Body() { refreshToken }: RefreshDto): Promise<Access> {
    return this.signIn.refresh(caller, refreshToken);
  }

  @Post('logout')
  @Public()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Sign out',
    description:
      'Ends this sign-in with its access tokens, at once. Other sign-ins of the person have to refresh at most. ' +
      'The same answer for what is no refresh token, or no longer.',
  })
  @ApiResponse({ status: 204, description: 'Signed out, now or before.' })
  @ApiProblems(...FIELDS, 503)
  logout(@CurrentCaller() caller: Caller, @Body() { refreshToken }: RefreshDto): Promise<void> {
    return this.signOut.signOut(caller, refreshToken);
  }

  @Get('me')
  @SignedIn('operator', 'tenant_admin')
  @ApiOperation({ summary: 'Tell who is signed in' })
  @ApiResponse({ status: 200, type: MeDto, description: 'You.' })
  @ApiProblems(503)
  me(@CurrentCaller() { principal }: Caller): MeDto {
    return MeDto.from(principal as Person);
  }
}
