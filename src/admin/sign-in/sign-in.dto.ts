import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches, ValidateIf } from 'class-validator';
import { IsLine } from '../../common/http/is-text.js';
import { type Person, type Role, ROLES } from '../../guard/principal.js';
import type { ChallengeName } from '../ports/people-pool.js';
import { MAX_EMAIL, NormalEmail } from '../users/email.js';

const CHALLENGES: ChallengeName[] = ['NEW_PASSWORD_REQUIRED', 'SOFTWARE_TOKEN_MFA'];
const MAX_PASSWORD = 256;
const MAX_CODE = 64;
const MAX_SESSION = 4_096;
const MAX_REFRESH_TOKEN = 8_192;
const SESSION = {
  example: 'AYABeC1-y8qooiuysEv0uM4wAqQAHQABAAdTZXJ2aWNl',
  description: 'Opaque; for minutes.',
};
const REFRESH_TOKEN = {
  example: 'AQDgAbyVx0ZQn3V8b2xk',
  description: 'Opaque; good at `POST /api/v1/auth/refresh` only. A secret.',
};

const ANSWER = { email: 'ana@acme.example', session: SESSION.example };
/** What each challenge wants to be answered. */
export const ANSWERS = {
  newPassword: {
    summary: 'A new password',
    value: { ...ANSWER, challenge: 'NEW_PASSWORD_REQUIRED', newPassword: 'Correct-Horse-Battery-Staple-1' },
  },
  code: {
    summary: 'A code of your authenticator app',
    value: { ...ANSWER, challenge: 'SOFTWARE_TOKEN_MFA', code: '123456' },
  },
};

function TotpCode(): PropertyDecorator {
  return Matches(/^\d{6}$/, { message: 'code must be six digits' });
}

/** Whose account it is about. What is no address is no one's: that is not told here. */
class AddressedDto {
  @ApiProperty({ example: 'ana@acme.example', maxLength: MAX_EMAIL })
  @NormalEmail()
  @IsLine({ max: MAX_EMAIL })
  email!: string;
}

export class LoginDto extends AddressedDto {
  @ApiProperty({ example: 'Correct-Horse-Battery-Staple-1', maxLength: MAX_PASSWORD })
  @IsLine({ max: MAX_PASSWORD })
  password!: string;
}

export class AnswerChallengeDto extends AddressedDto {
  @ApiProperty({ enum: CHALLENGES, example: 'NEW_PASSWORD_REQUIRED' })
  @IsIn(CHALLENGES)
  challenge!: ChallengeName;
  @ApiProperty({ ...SESSION, description: '`session` of the answer that asked for this.' })
  @IsLine({ max: MAX_SESSION })
  session!: string;
  @ApiPropertyOptional({
    example: 'Correct-Horse-Battery-Staple-1',
    maxLength: MAX_PASSWORD,
    description: 'For `NEW_PASSWORD_REQUIRED`.',
  })
  @ValidateIf(({ challenge }: AnswerChallengeDto) => challenge === 'NEW_PASSWORD_REQUIRED')
  @IsLine({ max: MAX_PASSWORD })
  newPassword!: string;
  @ApiPropertyOptional({ example: '123456', description: 'For `SOFTWARE_TOKEN_MFA`: what the app shows.' })
  @ValidateIf(({ challenge }: AnswerChallengeDto) => challenge === 'SOFTWARE_TOKEN_MFA')
  @TotpCode()
  code!: string;
}

export class RefreshDto {
  @ApiProperty(REFRESH_TOKEN) @IsLine({ max: MAX_REFRESH_TOKEN }) refreshToken!: string;
}

export class ForgotPasswordDto extends AddressedDto {}

export class ResetPasswordDto extends AddressedDto {
  @ApiProperty({ example: '123456', maxLength: MAX_CODE, description: 'As it was mailed.' })
  @IsLine({ max: MAX_CODE })
  code!: string;
  @ApiProperty({ example: 'Correct-Horse-Battery-Staple-2', maxLength: MAX_PASSWORD })
  @IsLine({ max: MAX_PASSWORD })
  newPassword!: string;
}

/** The one answer to everybody. */
export class CodeSentDto {
  @ApiProperty({ enum: ['received'], example: 'received' }) status = 'received' as const;
}

export class TotpCodeDto {
  @ApiProperty({ example: '123456', description: 'What the authenticator app shows.' })
  @TotpCode()
  code!: string;
}

export class TotpEnrolmentDto {
  @ApiProperty({ example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', description: 'Base32. A secret.' })
  secret!: string;
  @ApiProperty({
    example:
      'otpauth://totp/auth.example.com:ana%40acme.example?secret=JBSWY3DPEHPK3PXP&issuer=auth.example.com',
    description: 'The same as a QR code has it. A secret.',
  })
  otpauthUrl!: string;
}

export class AccessDto {
  @ApiProperty({
    example: 'eyJraWQiOiJrMSJ9.eyJzdWIiOiI2ZjFjIn0.c2ln',
    description: 'For `Authorization: Bearer …`. A secret.',
  })
  accessToken!: string;
  @ApiProperty({ example: 900, description: 'Its life in seconds.' }) expiresIn!: number;
}

export class SignedInDto extends AccessDto {
  @ApiProperty(REFRESH_TOKEN) refreshToken!: string;
}

export class ChallengeDto {
  @ApiProperty({ enum: CHALLENGES, example: 'NEW_PASSWORD_REQUIRED' }) challenge!: ChallengeName;
  @ApiProperty(SESSION) session!: string;
}

/** Who is signed in. */
export class MeDto {
  @ApiProperty({ example: '6f1c2f0e-4a55-4e0e-9d0c-2b7f3a1d9c42' }) userId!: string;
  @ApiProperty({ example: 'ana@acme.example' }) email!: string;
  @ApiProperty({ example: 'Ana Lima' }) name!: string;
  @ApiProperty({ enum: ROLES, example: 'tenant_admin' }) role!: Role;
  @ApiProperty({ example: 'tn_0123456789abcdef', description: '`platform` for operators.' })
  tenantId!: string;
  @ApiProperty({ example: true, description: 'Whether they sign in with a second factor.' }) mfa!: boolean;

  static from({ userId, email, name, type, tenantId, mfa }: Person): MeDto {
    return { userId, email, name, role: type, tenantId, mfa };
  }
}
