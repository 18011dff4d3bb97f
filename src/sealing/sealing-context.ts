/** What a sealed value is for. A value sealed for one purpose does not open for another. */
export type SealingPurpose =
  'machine-password' | 'refresh-token' | 'bearer-token' | 'portal-refresh-token' | 'idempotency' | 'probe';

/**
 * Where a sealed value belongs: KMS's encryption context and our additional authenticated data at once. It is
 * rebuilt from the request at hand, never read from the stored item, so that a ciphertext which was copied to
 * another record does not open there. Not secret (KMS writes it to CloudTrail).
 */
export interface SealingContext {
  readonly purpose: SealingPurpose;
  readonly tenant?: string;
  readonly client?: string;
  readonly credential?: string;
  /** Of a record that belongs to a request: who sent it, */
  readonly person?: string;
  /** and what tells it from others. */
  readonly request?: string;
}

/** The context's parts that are there, in one order: equal contexts give equal entries. */
export function contextEntries(context: SealingContext): [string, string][] {
  const { purpose, tenant, client, credential, person, request } = context;
  return Object.entries({ purpose, tenant, client, credential, person, request }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
}

/** The context as additional authenticated data. */
export function contextBytes(context: SealingContext): Uint8Array {
  return Buffer.from(JSON.stringify(contextEntries(context)), 'utf8');
}
