import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import type { Millis } from '../../common/clock.js';
import { DAY, SECOND } from '../../common/clock.js';
import { IsText } from '../../common/http/is-text.js';
import { IsFutureTime } from '../../common/http/is-future-time.js';
import {
  type Credential,
  type CredentialStatus,
  type PastCredential,
  statusOf,
} from '../domain/credential.js';
import { isSafeToRevoke } from '../domain/safe-to-revoke.js';
import type { LastUses } from '../../usage/usage.js';
import { Optional } from '../../common/http/optional.js';

const STATUSES: CredentialStatus[] = ['provisioning', 'active', 'retiring', 'expired', 'revoked', 'failed'];
const EXPIRES_AT = { example: '2030-01-31T09:30:00.000Z', description: 'ISO 8601, in the future.' };
const MAX_GRACE_SECONDS = (30 * DAY) / SECOND;
const DEFAULT_GRACE_SECONDS = DAY / SECOND;

export class IssueCredentialDto {
  @ApiPropertyOptional({ example: 'production', maxLength: 100, default: '' })
  @Optional()
  @IsText({ max: 100, min: 0 })
  label?: string;
  @ApiPropertyOptional({
    ...EXPIRES_AT,
    description: 'ISO 8601, in the future; left out: it does not expire.',
  })
  @Optional()
  @IsFutureTime()
  expiresAt?: string;
}

export class RotateCredentialDto {
  @ApiPropertyOptional({
    example: 86_400,
    default: DEFAULT_GRACE_SECONDS,
    minimum: 0,
    maximum: MAX_GRACE_SECONDS,
    description: 'How long the old credential goes on working.',
  })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(MAX_GRACE_SECONDS)
  graceSeconds?: number = DEFAULT_GRACE_SECONDS;
  @ApiPropertyOptional({
    ...EXPIRES_AT,
    description: 'Left out: the old one’s length of life, counted anew.',
  })
  @Optional()
  @IsFutureTime()
  expiresAt?: string;
}

/** What is shown of a credential: never the secret. */
export class CredentialDto {
  @ApiProperty({ example: 'cr_0123456789abcdef01234567' }) credentialId!: string;
  @ApiProperty({ example: 'production' }) label!: string;
  @ApiProperty({ enum: STATUSES, example: 'active' }) status!: CredentialStatus;
  @ApiProperty({ example: '2026-01-31T09:30:00.000Z' }) createdAt!: string;
  @ApiProperty({ type: String, nullable: true, example: null }) expiresAt!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'The end of its grace period.' })
  retiresAt!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) revokedAt!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '2026-01-31T09:30:00.000Z',
    description: 'When it got a token last, accurate to a minute; null: never.',
  })
  lastUsedAt!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '198.51.100.7',
    description: 'The address that it was sent from then.',
  })
  lastUsedFrom!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'What replaces it.' })
  successorId!: string | null;
  @ApiProperty({
    example: false,
    description: 'Its successor has been used, and it has not been for 24 hours.',
  })
  safeToRevoke!: boolean;
  @ApiProperty({
    example: 'x7Qz',
    description: 'The last four characters of the secret; empty for one of a former system.',
  })
  hint!: string;

  /** @param lastUses of the credentials of its client */
  static from(credential: Credential | PastCredential, lastUses: LastUses, now: Millis): CredentialDto {
    const lastUse = lastUses.get(credential.id);
    return {
      credentialId: credential.id,
      label: credential.label,
      status: statusOf(credential, now),
      createdAt: new Date(credential.createdAt).toISOString(),
      expiresAt: time(credential.expiresAt),
      retiresAt: time(credential.retiresAt),
      revokedAt: credential.state === 'revoked' ? time(credential.endedAt) : null,
      lastUsedAt: time(lastUse?.at),
      lastUsedFrom: lastUse?.from ?? null,
      successorId: credential.successorId ?? null,
      safeToRevoke: isSafeToRevoke(credential, lastUses, now),
      hint: credential.hint,
    };
  }
}

/** A credential with its secret: shown once, kept nowhere. */
export class IssuedCredentialDto extends CredentialDto {
  @ApiProperty({ example: 'cl_0123456789abcdef' }) clientId!: string;
  @ApiProperty({
    example: 'bab_0123456789abcdef01234567_0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3xY',
    description: 'The secret. This is the only time that it is shown.',
  })
  credential!: string;
}

export class CredentialPageDto {
  @ApiProperty({ type: [CredentialDto] }) items!: CredentialDto[];
  @ApiProperty({ type: String, nullable: true, example: null }) nextCursor!: string | null;
}

function time(at: Millis | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
