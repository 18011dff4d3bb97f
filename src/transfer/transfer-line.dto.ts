import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  Matches,
  ValidateNested,
} from 'class-validator';
import { FOREIGN_SECRET, FORMER_ID } from '../clients/domain/foreign-credential.js';
import { MAX_WITH_ROTATIONS } from '../clients/domain/credential-lifecycle.js';
import { EachCidrBlock } from '../common/http/is-cidr-block.js';
import { IsInstant } from '../common/http/is-instant.js';
import { IsScopes } from '../common/http/is-scopes.js';
import { IsText } from '../common/http/is-text.js';
import { Optional } from '../common/http/optional.js';
import { CREDENTIAL_ID, TENANT_ID } from '../common/ids.js';

const SHA256 = { message: '$property must be a SHA-256 hash in 64 hexadecimal digits' };
const SECRET = { message: '$property must be 20 to 1024 printable ASCII characters, and not one of ours' };

/** A tenant, as a line of an export. */
export class TenantLine {
  @Equals('tenant') type!: 'tenant';
  @Matches(TENANT_ID) tenantId!: string;
  @IsText({ max: 100 }) name!: string;
  @Optional() @IsIn(['active', 'suspended']) status?: 'active' | 'suspended';
  @Optional() @IsScopes() allowedScopes?: string[];
}

/** One of ours with its id and its hash, or one of a former system by its secret or its hash. Never ours in clear. */
export class CredentialLine {
  @Optional() @Matches(CREDENTIAL_ID) credentialId?: string;
  @Optional() @Matches(/^[\da-f]{64}$/i, SHA256) sha256?: string;
  @Optional() @Matches(FOREIGN_SECRET, SECRET) secret?: string;
  @Optional() @Matches(/^[\dA-Za-z]{4}$/) hint?: string;
  @Optional() @IsText({ max: 100, min: 0 }) label?: string;
  @Optional() @IsInstant() createdAt?: string;
  @Optional() @IsInstant() expiresAt?: string;
  @Optional() @IsInstant() retiresAt?: string;
  @Optional() @Matches(CREDENTIAL_ID) successorId?: string;
}

/** An API client with its credentials, as a line of an export or as made from a former system's records. */
export class ClientLine {
  @Equals('client') type!: 'client';
  @Matches(FORMER_ID, { message: '$property must be 1 to 255 printable ASCII characters' }) clientId!: string;
  @Matches(TENANT_ID) tenantId!: string;
  @IsText({ max: 100 }) name!: string;
  @Optional() @IsText({ max: 500, min: 0 }) description?: string;
  @Optional() @IsIn(['active', 'disabled']) status?: 'active' | 'disabled';
  @Optional() @IsScopes() scopes?: string[];
  @Optional() @IsArray() @ArrayMaxSize(50) @ArrayUnique() @EachCidrBlock() allowedCidrs?: string[];
  @Optional() @IsBoolean() introspect?: boolean;
  @Optional() @IsInstant() createdAt?: string;
  @IsArray()
  @ArrayMaxSize(MAX_WITH_ROTATIONS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CredentialLine)
  credentials!: CredentialLine[];
}
