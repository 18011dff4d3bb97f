import { createVerifier, type Client } from '@b2b-auth-broker/verifier';

export const client: Promise<Client> = createVerifier({
  issuer: 'https://pool.example',
  audience: 'app',
  broker: new URL('https://auth.example.com'),
}).verify('token');
