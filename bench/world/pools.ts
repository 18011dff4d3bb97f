import { createPrivateKey, createPublicKey, createSign } from 'node:crypto';
import { PLATFORM_TENANT_ID } from '../../src/common/ids.js';
import { type Partner, numberOf, subOf } from './partners.js';

/** The two user pools as their tokens tell of them. */
export const REGION = 'eu-central-1';
export const MACHINES = {
  userPoolId: 'eu-central-1_BenchM1',
  clientId: 'machines',
  clientSecret: 'machines-secret',
};
export const PEOPLE = {
  userPoolId: 'eu-central-1_BenchP1',
  clientId: 'people',
  clientSecret: 'people-secret',
};
export const issuerOf = (pool: { userPoolId: string }) =>
  `https://cognito-idp.${REGION}.amazonaws.com/${pool.userPoolId}`;

const KID = 'bench';
/** Seconds. Longer than any run, unless told: no token is refreshed while something else is measured. */
export const TOKEN_LIFE = Number(process.env['TOKEN_LIFE'] ?? 24 * 60 * 60);

/** Signs what the pools issue. */
export class PoolKey {
  private readonly key;

  /** @param pem a private RSA key */
  constructor(pem: string) {
    this.key = createPrivateKey(pem);
  }

  /** RFC 7517 §5. */
  keySet(): object {
    const jwk = createPublicKey(this.key).export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: KID, alg: 'RS256', use: 'sig' }] };
  }

  /** A Cognito ID token of a client's user, as long as a real one. */
  idToken({ client, credentialId }: Pick<Partner, 'client' | 'credentialId'>): string {
    return this.signed({
      sub: subOf(numberOf(client.id) ?? 0),
      iss: issuerOf(MACHINES),
      'cognito:username': client.id,
      'custom:tenant_id': client.tenantId,
      'custom:scopes': client.scopes.join(' '),
      origin_jti: originOf(credentialId),
      aud: MACHINES.clientId,
      event_id: '6a1c6a9e-0e5b-4a64-9a53-1f0f5b7a9a11',
      token_use: 'id',
      jti: '0b3f3f53-8a3c-4f31-a4cf-6f6b1c0a9c55',
    });
  }

  /** The access token of the platform's operator. */
  operatorToken(): string {
    const { clientId } = PEOPLE;
    return this.signed({ sub: OPERATOR.id, iss: issuerOf(PEOPLE), client_id: clientId, token_use: 'access' });
  }

  private signed(claims: object): string {
    const iat = Math.floor(Date.now() / 1_000);
    const header = encoded({ kid: KID, alg: 'RS256' });
    const text = `${header}.${encoded({ ...claims, auth_time: iat, iat, exp: iat + TOKEN_LIFE })}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(this.key, 'base64url')}`;
  }
}

/** The family that the tokens of a credential descend from. */
export const originOf = (credentialId: string) => `origin-${credentialId}`;

/** The one person of this world. */
export const OPERATOR = {
  id: 'b1b2c3d4-0000-4000-8000-00000000000a',
  email: 'operator@broker.example',
  name: 'Ada Operator',
  role: 'operator',
  tenantId: PLATFORM_TENANT_ID,
  status: 'active',
  createdAt: 0,
} as const;

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
