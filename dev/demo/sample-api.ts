import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import type { DevJson } from '../stack/dev-json.js';

/** What the provider protects: here an API of orders, which `orders:read` may read and `orders:write` add to. */
export interface SampleApi {
  readonly url: string;
  close(): void;
}

const NEEDED: Readonly<Record<string, string>> = { GET: 'orders:read', POST: 'orders:write' };

export async function startSampleApi(dev: DevJson): Promise<SampleApi> {
  const server = createServer(orders(verifier(dev)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`, close };
}

type Verify = (token: string) => Promise<JWTPayload>;

/** The issuer is the pool that made the token; its keys are published by the broker. */
function verifier({ url, cognitoEndpoint, userPoolId, machineClientId }: DevJson): Verify {
  const keys = createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`));
  const expected = { issuer: `${cognitoEndpoint}/${userPoolId}`, audience: machineClientId };
  return async (token) => (await jwtVerify(token, keys, expected)).payload;
}

/** RFC 6750 §3.1: 401 for no or a bad token, 403 for one that lacks the scope. */
function orders(verify: Verify): RequestListener {
  return (request, response) => {
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const needed = NEEDED[request.method ?? ''] ?? '';
    void verify(token).then(
      (claims) => {
        if (!scopesOf(claims).includes(needed)) return response.writeHead(403).end();
        return response.writeHead(200).end(JSON.stringify({ client: claims['cognito:username'] }));
      },
      () => response.writeHead(401).end(),
    );
  };
}

function scopesOf(claims: JWTPayload): string[] {
  const scopes = claims['custom:scopes'];
  return typeof scopes === 'string' ? scopes.split(' ') : [];
}
