import { type Client, createVerifier, type Verifier } from '@b2b-auth-broker/verifier';
import { type Authorizer, createAuthorizer } from '@b2b-auth-broker/verifier/lambda';

const verifier: Verifier = createVerifier({ issuer: 'https://pool.example', audience: 'app' });
const client: Promise<Client> = verifier.verify('token', { scopes: ['orders:read'] });
export const authorizer: Authorizer = createAuthorizer(verifier);

export async function types(): Promise<[string, string, readonly string[], string, Date]> {
  const { clientId, tenantId, scopes, sub, expiresAt } = await client;
  return [clientId, tenantId, scopes, sub, expiresAt];
}

// @ts-expect-error no audience
createVerifier({ issuer: 'https://pool.example' });
// @ts-expect-error a pool needs its region
createVerifier({ userPoolId: 'eu-central-1_AbC', audience: 'app' });
// @ts-expect-error a pool is named once
createVerifier({ issuer: 'https://pool.example', userPoolId: 'a', region: 'b', audience: 'app' });
// @ts-expect-error no such policy
createVerifier({ issuer: 'https://pool.example', audience: 'app', whenRevocationsStale: 'maybe' });
// @ts-expect-error scopes are a list
void verifier.verify('token', { scopes: 'orders:read' });
// @ts-expect-error a client is not to be changed
void client.then((one) => (one.tenantId = 'tn_another'));
