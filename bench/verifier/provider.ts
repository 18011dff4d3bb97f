import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const REGION = 'eu-central-1';
export const USER_POOL_ID = 'eu-central-1_AbCdEfGhI';
export const AUDIENCE = '1example23456789';

const ISSUER = `https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`;
const KID = 'one';

/** A user pool and a broker in this process: a key set and a revocation feed over HTTP, and tokens as Cognito makes them. */
export class Provider {
  private readonly pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly server: Server = createServer((request, response) => {
    if (request.url === '/oauth/revocations') this.answerFeed(request, response);
    else response.end(JSON.stringify(this.jwks()));
  });
  private revoked: string | undefined;

  async start(): Promise<void> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  jwks() {
    const { n = '', e = '' } = this.pair.publicKey.export({ format: 'jwk' });
    return { keys: [{ kty: 'RSA' as const, n, e, kid: KID, alg: 'RS256' as const, use: 'sig' as const }] };
  }

  /** Cuts off all tokens of this `sub`. */
  revoke(sub: string): void {
    this.revoked = sub;
  }

  token(sub: string): string {
    const input = `${encode({ kid: KID, alg: 'RS256' })}.${encode(claimsOf(sub))}`;
    const signature = sign('sha256', Buffer.from(input), this.pair.privateKey).toString('base64url');
    // Out of one piece, as a server reads it from the wire.
    return Buffer.from(`${input}.${signature}`).toString();
  }

  /** As the broker does it: nothing new is 304. */
  private answerFeed({ headers }: IncomingMessage, response: ServerResponse): void {
    const cutOff = { claim: 'sub', value: this.revoked, exp: 4_102_444_800 };
    const etag = `"${this.revoked ?? ''}"`;
    const isKnown = headers['if-none-match'] === etag;
    response.writeHead(isKnown ? 304 : 200, { etag });
    if (isKnown) response.end();
    else response.end(JSON.stringify({ revocations: this.revoked === undefined ? [] : [cutOff] }));
  }
}

/** Cognito escapes the slashes. */
function encode(part: object): string {
  return Buffer.from(JSON.stringify(part).replaceAll('/', '\\/')).toString('base64url');
}

function claimsOf(sub: string): object {
  const now = Math.floor(Date.now() / 1_000);
  return {
    sub,
    'custom:scopes': 'orders:read orders:write',
    iss: ISSUER,
    'cognito:username': 'cl_0000000000000000',
    'custom:tenant_id': 'tn_0000000000000000',
    origin_jti: 'a0000000-0000-4000-8000-000000000000',
    aud: AUDIENCE,
    event_id: 'c0000000-0000-4000-8000-000000000000',
    token_use: 'id',
    auth_time: now,
    exp: now + 900,
    iat: now,
    jti: 'b0000000-0000-4000-8000-000000000000',
  };
}
