import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export const AUDIENCE = '1example23456789';

export interface KeyPair {
  readonly kid: string;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

export async function makeKeyPair(kid: string): Promise<KeyPair> {
  return { kid, ...(await generateKeyPair('RS256', { extractable: true })) };
}

export async function publicJwk({ kid, publicKey }: KeyPair): Promise<JWK> {
  return { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
}

export interface CutOff {
  readonly claim: string;
  readonly value: string;
  readonly iatUpTo?: number;
  readonly exp: number;
}

/** `hangs`: the question is taken, and not answered. */
export type Answer = { readonly status: number; readonly body: string } | 'hangs';

/** A user pool and a broker, as an API sees them: a key set and a revocation feed, over HTTP. */
export class Pool {
  /** What was asked for, in order: `keys`, `feed`, and `feed?` where the question had an entity tag. */
  readonly asked: string[] = [];
  published: readonly JWK[] = [];
  /** In place of the key set or of the feed. */
  keysAnswer: Answer | undefined;
  feedAnswer: Answer | undefined;
  private cutOffs: readonly CutOff[] = [];
  private edition = 0;

  private constructor(
    private readonly server: Server,
    readonly key: KeyPair,
  ) {}

  static async start(key?: KeyPair): Promise<Pool> {
    const server = createServer((request, response) => pool.answer(request, response)).listen(0, '127.0.0.1');
    const pool = new Pool(server, key ?? (await makeKeyPair('one')));
    pool.published = [await publicJwk(pool.key)];
    if (!server.listening) await once(server, 'listening');
    return pool;
  }

  get broker(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get issuer(): string {
    return `${this.broker}/eu-central-1_AbCdEfGhI`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Breaks off what is under way. */
  hangUp(): void {
    this.server.closeAllConnections();
  }

  cutOff(...cutOffs: CutOff[]): void {
    this.cutOffs = cutOffs;
    this.edition += 1;
  }

  /** When the next question of this kind comes. */
  async untilAsked(kind: string): Promise<void> {
    const seen = this.asked.length;
    while (!this.asked.slice(seen).includes(kind)) await once(this.server, 'request');
  }

  /** A token as Cognito makes them. */
  token(claims: object = {}, { key = this.key, header = {} }: { key?: KeyPair; header?: object } = {}) {
    return new SignJWT({ ...this.claims(), ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
      .sign(key.privateKey);
  }

  claims() {
    const now = Math.floor(Date.now() / 1_000);
    return {
      sub: '6f1c2f0e-0000-4000-8000-000000000000',
      iss: this.issuer,
      aud: AUDIENCE,
      token_use: 'id',
      'cognito:username': 'cl_0000000000000000',
      'custom:tenant_id': 'tn_0000000000000000',
      'custom:scopes': 'orders:read orders:write',
      origin_jti: 'a0000000-0000-4000-8000-000000000000',
      jti: 'b0000000-0000-4000-8000-000000000000',
      auth_time: now,
      iat: now,
      exp: now + 900,
    };
  }

  private answer({ url, headers }: IncomingMessage, response: ServerResponse): void {
    if (url === '/oauth/revocations') return this.answerFeed(headers['if-none-match'], response);
    this.asked.push('keys');
    const keys = JSON.stringify({ keys: this.published });
    send(response, this.keysAnswer ?? { status: 200, body: keys });
  }

  private answerFeed(known: string | undefined, response: ServerResponse): void {
    this.asked.push(known === undefined ? 'feed' : 'feed?');
    if (this.feedAnswer !== undefined) return send(response, this.feedAnswer);
    const etag = `"${this.edition}"`;
    if (known === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { etag }).end(JSON.stringify({ revocations: this.cutOffs }));
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer !== 'hangs') response.writeHead(answer.status).end(answer.body);
}
