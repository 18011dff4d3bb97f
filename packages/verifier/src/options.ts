import type { Expectations } from './claims.js';
import { InvalidOptions, type Unavailable } from './errors.js';
import type { FeedPolicy } from './revocation-feed.js';

/** The user pool of the machines: by its issuer, or by its id and region. */
export type UserPool =
  | { readonly issuer: string; readonly userPoolId?: never; readonly region?: never }
  | { readonly userPoolId: string; readonly region: string; readonly issuer?: never };

export type VerifierOptions = UserPool & {
  /** The app client of the machines' pool (`MACHINE_CLIENT_ID` of the broker). */
  readonly audience: string;
  /** The broker's address. With it revoked tokens are refused within seconds; without, when they expire. */
  readonly broker?: string | URL;
  /** Where the public keys are, if not at the issuer's `/.well-known/jwks.json`. */
  readonly jwksUrl?: string | URL;
  /** What every token must have. */
  readonly requiredScopes?: readonly string[];
  /** Seconds by which this clock and Cognito's may differ. Default 5. */
  readonly clockTolerance?: number;
  /** Tokens whose checks are remembered. Default 10000; 0 remembers none. */
  readonly cacheSize?: number;
  /** Seconds for which the broker's feed may fail to answer. Default 60. */
  readonly maxRevocationsAge?: number;
  /** Then tokens are allowed, by what was read last, or denied with `RevocationsUnavailable`. Default `allow`. */
  readonly whenRevocationsStale?: 'allow' | 'deny';
  /** Is told when the keys could not be fetched, when the feed cannot be read, and when it is too old; what it throws is a warning. Default: a warning of the process. */
  readonly report?: (problem: Unavailable) => void;
};

/** The options, read and complete. */
export interface Settings extends Expectations, FeedPolicy {
  readonly jwksUrl: string;
  readonly feedUrl: string | undefined;
  readonly requiredScopes: readonly string[];
  readonly cacheSize: number;
}

/** @throws InvalidOptions */
export function readOptions(options: VerifierOptions): Settings {
  const issuer = issuerOf(options);
  return {
    issuer,
    audience: needed('audience', options.audience),
    jwksUrl: address('jwksUrl', options.jwksUrl ?? `${issuer}/.well-known/jwks.json`),
    feedUrl:
      options.broker === undefined ? undefined : address('broker', options.broker, '/oauth/revocations'),
    requiredScopes: list('requiredScopes', options.requiredScopes ?? []),
    clockTolerance: amount('clockTolerance', options.clockTolerance ?? 5),
    cacheSize: amount('cacheSize', options.cacheSize ?? 10_000),
    maxAge: amount('maxRevocationsAge', options.maxRevocationsAge ?? 60) * 1_000,
    whenStale: policy(options.whenRevocationsStale ?? 'allow'),
    report: guarded(options.report ?? warn),
  };
}

/** It stands in the tokens letter by letter. */
function issuerOf({ issuer, userPoolId, region }: VerifierOptions): string {
  if (issuer !== undefined) {
    address('issuer', issuer);
    return issuer;
  }
  const named = needed('region', region);
  return `https://cognito-idp.${named}.amazonaws.com/${needed('userPoolId', userPoolId)}`;
}

function needed(name: string, value: string | undefined): string {
  if (typeof value !== 'string' || value === '') throw new InvalidOptions(`${name} must be set`);
  return value;
}

function address(name: string, value: string | URL, path?: string): string {
  const url = URL.canParse(String(value)) ? new URL(path ?? '', value) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new InvalidOptions(`${name} must be an http or https URL`);
  // `fetch` takes none, and would name them in its error, which is reported.
  if (url.username !== '' || url.password !== '')
    throw new InvalidOptions(`${name} must be without a user name and password`);
  return path === undefined ? String(value) : url.href;
}

/** Text would be taken for a list of its letters. */
function list(name: string, values: readonly string[]): readonly string[] {
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string'))
    throw new InvalidOptions(`${name} must be a list of texts`);
  return values;
}

function amount(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidOptions(`${name} must be a whole number, 0 or more`);
  return value;
}

function policy(value: 'allow' | 'deny'): 'allow' | 'deny' {
  if (value !== 'allow' && value !== 'deny')
    throw new InvalidOptions('whenRevocationsStale must be allow or deny');
  return value;
}

/** Whoever cannot be told must not end what goes on behind the answers: the feed would be followed no more. */
function guarded(report: (problem: Unavailable) => void): typeof report {
  return (problem) => {
    try {
      report(problem);
    } catch (error) {
      process.emitWarning(`report has thrown ${String(error)}`, { type: 'VerifierWarning' });
      warn(problem);
    }
  };
}

function warn(problem: Unavailable): void {
  const { message, code, cause } = problem;
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  process.emitWarning(`${message}${why}`, { type: 'VerifierWarning', code });
}
