import { createTokenSource } from '@b2b-auth-broker/consumer';

export const token: Promise<string> = createTokenSource({
  tokenUrl: 'https://auth.example.com/oauth/token',
  credential: 'bab_0',
}).getToken();
