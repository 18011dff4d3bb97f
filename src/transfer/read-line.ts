import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import type { Client } from '../clients/domain/client.js';
import type { Millis } from '../common/clock.js';
import { PLATFORM_TENANT_ID } from '../common/ids.js';
import { type Entry, toClient, toTenant } from './entry.js';
import { ClientLine, type CredentialLine, TenantLine } from './transfer-line.dto.js';

/** A line that cannot be imported. Each problem is told without anything that stands in the line. */
export class BrokenLine extends Error {
  override readonly name = 'BrokenLine';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
  }
}

/**
 * Reads one line. A secret in it is hashed here, and goes no further.
 * @param now when what has no time of its own was made
 * @throws BrokenLine
 */
export function readLine(text: string, now: Millis): Entry {
  const value = parse(text);
  if (value['type'] === 'tenant') return { type: 'tenant', tenant: toTenant(judged(TenantLine, value), now) };
  if (value['type'] !== 'client') throw new BrokenLine(['type must be "tenant" or "client"']);
  const line = judged(ClientLine, value);
  assertHashed(line);
  const client = toClient(line, now);
  assertOwn(client, line);
  return { type: 'client', client };
}

/** What JSON.parse says of bad input quotes it. */
function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    throw new BrokenLine(['it is not JSON']);
  }
  throw new BrokenLine(['it is not a JSON object']);
}

function judged<T extends object>(kind: new () => T, value: Record<string, unknown>): T {
  const line = plainToInstance(kind, value);
  const errors = validateSync(line, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
  if (errors.length > 0) throw new BrokenLine(errors.flatMap((error) => problemsOf(error)));
  return line;
}

/** A field that nobody knows may be called what was meant to be its value. */
function problemsOf({ property, constraints = {}, children = [] }: ValidationError, prefix = ''): string[] {
  if ('whitelistValidation' in constraints) return [`${prefix}a field is not known`];
  const own = Object.values(constraints).map((message) => prefix + message);
  return [...own, ...children.flatMap((child) => problemsOf(child, `${prefix}${property}.`))];
}

/** Ours are known by id and hash, a former system's by secret or hash. */
function assertHashed({ credentials }: ClientLine): void {
  const isOneKind = ({ credentialId, sha256, secret }: CredentialLine) =>
    secret === undefined ? sha256 !== undefined : sha256 === undefined && credentialId === undefined;
  const at = credentials.findIndex((one) => !isOneKind(one));
  if (at >= 0) throw new BrokenLine([`credentials.${at} must have sha256, or secret and no credentialId`]);
}

/** Credentials are found by ids that begin with their client's. */
function assertOwn({ id, tenantId, introspect, credentials }: Client, line: ClientLine): void {
  const problems: string[] = [];
  const ids = Object.keys(credentials);
  if (!ids.every((one) => one.startsWith(id.replace('cl_', 'cr_'))))
    problems.push('a credentialId is of another client');
  if (ids.length < line.credentials.length) problems.push('a credential stands in it twice');
  if (introspect && tenantId !== PLATFORM_TENANT_ID)
    problems.push('introspect is for clients of the tenant platform');
  if (problems.length > 0) throw new BrokenLine(problems);
}
