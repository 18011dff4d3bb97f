import 'reflect-metadata';
import { applyDecorators } from '@nestjs/common';
import { Expose, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  Validate,
  ValidateIf,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { EachCidrBlock } from '../common/http/is-cidr-block.js';
import { IsScopes } from '../common/http/is-scopes.js';
import { Optional } from '../common/http/optional.js';

const URL_OPTIONS = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };

function Integer({ min, max }: { min: number; max: number }): PropertyDecorator {
  return applyDecorators(
    Expose(),
    Transform(({ value }) => toNumber(value)),
    IsInt(),
    Min(min),
    Max(max),
  );
}

function List(): PropertyDecorator {
  return applyDecorators(
    Expose(),
    Transform(({ value }) => toList(value)),
  );
}

function toNumber(value: unknown): unknown {
  return typeof value === 'string' ? Number(value) : value;
}

function toList(value: unknown): unknown {
  return typeof value === 'string' ? value.split(/[\s,]+/).filter((part) => part !== '') : value;
}

/** A base URL of ours: an origin, with no path, so that paths can be put behind it (RFC 8414 §2, issuer). */
@ValidatorConstraint({ name: 'isOrigin' })
class IsOrigin implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return (
      typeof value === 'string' &&
      /^https?:/.test(value) &&
      URL.canParse(value) &&
      new URL(value).origin === value
    );
  }
}

/**
 * Which key provider is meant: the one asked for by name; else KMS where a key id is given; else the local master
 * key, which production mode takes only when asked for by name.
 */
export function keyProviderOf(env: Environment): 'kms' | 'local' {
  if (env.KEY_PROVIDER !== undefined) return env.KEY_PROVIDER;
  if (env.KMS_KEY_ID !== undefined || env.NODE_ENV === 'production') return 'kms';
  return 'local';
}

/** Every variable that the broker reads, by its name; what each means stands in `.env.example`. */
export class Environment {
  @Expose() @IsIn(['production', 'development', 'test']) NODE_ENV: 'production' | 'development' | 'test' =
    'production';

  @Integer({ min: 0, max: 65_535 }) PORT = 3000;
  @Expose() @IsString() @MinLength(1) HOST = '0.0.0.0';
  @Optional() @Integer({ min: 0, max: 65_535 }) MANAGEMENT_PORT?: number;
  @Expose()
  @Validate(IsOrigin, { message: '$property must be an http(s) origin without a path' })
  PUBLIC_URL!: string;
  @List() @EachCidrBlock() TRUSTED_PROXIES: string[] = [];
  @List()
  @Validate(IsOrigin, { each: true, message: 'each entry of $property must be an http(s) origin' })
  CORS_ORIGINS: string[] = [];
  @Expose() @IsIn(['on', 'off']) SWAGGER: 'on' | 'off' = 'on';
  @Expose() @IsIn(['on', 'off']) PORTAL: 'on' | 'off' = 'on';
  @Expose() @IsIn(['debug', 'log', 'warn', 'error']) LOG_LEVEL: 'debug' | 'log' | 'warn' | 'error' = 'log';
  @Integer({ min: 0, max: 300 }) DRAIN_DELAY = 5;

  @Expose() @IsString() @MinLength(1) AWS_REGION!: string;
  @Expose() @Matches(/^[a-zA-Z0-9_.-]{3,255}$/) TABLE_NAME!: string;
  @Integer({ min: 50, max: 10_000 }) TABLE_TRY_TIMEOUT = 250;

  @Expose() @Matches(/^[\w-]+_[0-9a-zA-Z]+$/) USER_POOL_ID!: string;
  @Expose() @IsString() @MinLength(1) MACHINE_CLIENT_ID!: string;
  @Expose() @IsString() @MinLength(1) MACHINE_CLIENT_SECRET!: string;
  @Optional() @Expose() @IsUrl(URL_OPTIONS) COGNITO_ISSUER?: string;
  @Optional() @Expose() @IsUrl(URL_OPTIONS) COGNITO_JWKS_URL?: string;
  @Expose() @Matches(/^[\w-]+_[0-9a-zA-Z]+$/) PORTAL_USER_POOL_ID!: string;
  @Expose() @IsString() @MinLength(1) PORTAL_CLIENT_ID!: string;
  @Expose() @IsString() @MinLength(1) PORTAL_CLIENT_SECRET!: string;
  @Optional() @Expose() @IsUrl(URL_OPTIONS) PORTAL_ISSUER?: string;
  @Optional() @Expose() @IsUrl(URL_OPTIONS) PORTAL_JWKS_URL?: string;
  @Integer({ min: 1, max: 3_650 }) REFRESH_TOKEN_DAYS = 3_650;
  @Integer({ min: 5, max: 1_440 }) ID_TOKEN_MINUTES = 15;
  @Integer({ min: 0, max: 60 }) MAX_CLOCK_SKEW = 2;
  @Integer({ min: 1, max: 100_000 }) COGNITO_MAX_RPS = 120;

  @Optional() @Expose() @IsIn(['kms', 'local']) KEY_PROVIDER?: 'kms' | 'local';
  @ValidateIf((env: Environment) => keyProviderOf(env) === 'kms')
  @Expose()
  @IsString()
  @MinLength(1)
  KMS_KEY_ID?: string;
  @ValidateIf((env: Environment) => keyProviderOf(env) === 'local')
  @Expose()
  @Matches(/^[A-Za-z0-9+/]{43}=$/, { message: '$property must be 32 bytes in base64' })
  LOCAL_MASTER_KEY?: string;
  @Optional() @Expose() @IsString() @MinLength(1) PREVIOUS_KMS_KEY_ID?: string;
  @Optional()
  @Expose()
  @Matches(/^[A-Za-z0-9+/]{43}=$/, { message: '$property must be 32 bytes in base64' })
  PREVIOUS_LOCAL_MASTER_KEY?: string;

  @Expose() @IsIn(['approval', 'open', 'closed']) REGISTRATION: 'approval' | 'open' | 'closed' = 'approval';
  @List() @IsScopes() DEFAULT_ALLOWED_SCOPES: string[] = [];
  @Integer({ min: 1, max: 3_650 }) AUDIT_RETENTION_DAYS = 400;
  @Integer({ min: 1, max: 1_000_000 }) TOKEN_CACHE_SIZE = 10_000;
  @Integer({ min: 1, max: 100_000 }) MAX_TOKEN_REQUESTS_IN_FLIGHT = 1_000;
  @Integer({ min: 1, max: 100_000 }) MAX_PORTAL_REQUESTS_IN_FLIGHT = 500;

  @Optional() @Expose() @IsIn(['otlp', 'none']) OTEL_TRACES_EXPORTER?: 'otlp' | 'none';
  @Optional() @Expose() @IsUrl(URL_OPTIONS) OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  @Optional() @Expose() @IsUrl(URL_OPTIONS) OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string;
  @Optional() @Expose() @IsIn(['true', 'false']) OTEL_SDK_DISABLED?: 'true' | 'false';

  @Expose() @IsIn(['on', 'off']) RATE_LIMITS: 'on' | 'off' = 'on';
  @Integer({ min: 1, max: 1_000_000 }) MAX_FAILED_AUTHS_PER_CLIENT = 60;
  @Integer({ min: 1, max: 1_000_000 }) MAX_FAILED_AUTHS_PER_ADDRESS = 300;
  @Integer({ min: 1, max: 1_000_000 }) MAX_SIGN_INS_PER_PERSON = 20;
  @Integer({ min: 1, max: 1_000_000 }) MAX_SIGN_INS_PER_ADDRESS = 300;
  @Integer({ min: 1, max: 1_000_000 }) MAX_PASSWORD_RESETS_PER_PERSON = 10;
  @Integer({ min: 1, max: 1_000_000 }) MAX_PASSWORD_RESETS_PER_ADDRESS = 100;
  @Integer({ min: 1, max: 1_000_000 }) MAX_REGISTRATIONS_PER_ADDRESS = 20;
  @Integer({ min: 1, max: 1_000_000 }) MAX_REGISTRATIONS = 1_000;
}
