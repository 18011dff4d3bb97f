import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

/** What AWS knows a caller by. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Who signs, where, and when by the clock of AWS. */
export interface Signatory {
  readonly credentials: Credentials;
  readonly region: string;
  readonly at: Date;
}

type Headers = Readonly<Record<string, string>>;

interface DayKey {
  readonly of: string;
  readonly key: KeyObject;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * AWS Signature Version 4 of what goes to DynamoDB: a POST to `/`, whose few headers are known. The SDK's signer takes
 * whatever there is, and costs more (docs/performance.md); a test holds the two against each other.
 */
export class RequestSigner {
  private dayKey: DayKey | undefined;

  /**
   * @param headers all that are signed, in lower case
   * @returns them, and those that AWS knows the caller by
   */
  sign(headers: Headers, body: string, { credentials, region, at }: Signatory): Record<string, string> {
    const { accessKeyId, sessionToken } = credentials;
    const time = at.toISOString().replace(/[:-]|\.\d{3}/g, '');
    const scope = `${time.slice(0, 8)}/${region}/dynamodb/aws4_request`;
    const signed: Record<string, string> = { ...headers, 'x-amz-date': time };
    if (sessionToken !== undefined) signed['x-amz-security-token'] = sessionToken;
    const names = Object.keys(signed).sort();
    const canonical = `POST\n/\n\n${names.map((name) => `${name}:${signed[name]!}\n`).join('')}\n${names.join(';')}\n${hash('sha256', body)}`;
    const text = `${ALGORITHM}\n${time}\n${scope}\n${hash('sha256', canonical)}`;
    const signature = createHmac('sha256', this.keyOf(credentials, scope)).update(text).digest('hex');
    signed['authorization'] =
      `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
    return signed;
  }

  /** The same for a day, as long as the credentials are. */
  private keyOf({ secretAccessKey }: Credentials, scope: string): KeyObject {
    const of = `${secretAccessKey} ${scope}`;
    if (this.dayKey?.of !== of) {
      const key = scope
        .split('/')
        .reduce<Buffer | string>(
          (key, part) => createHmac('sha256', key).update(part).digest(),
          `AWS4${secretAccessKey}`,
        );
      this.dayKey = { of, key: createSecretKey(key as Buffer) };
    }
    return this.dayKey.key;
  }
}
