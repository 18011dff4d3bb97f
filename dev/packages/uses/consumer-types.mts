import { createFetch, createTokenSource, type TokenSource } from '@b2b-auth-broker/consumer';

const tokenUrl = 'https://auth.example.com/oauth/token';
const tokens: TokenSource = createTokenSource({ tokenUrl, credential: 'bab_0', clientId: 'cl_0' });
export const token: Promise<string> = tokens.getToken({ signal: AbortSignal.timeout(1_000) });
export const call: typeof fetch = createFetch(tokens);

createTokenSource({ tokenUrl: new URL(tokenUrl), credential: () => Promise.resolve('bab_0') });
// @ts-expect-error no credential
createTokenSource({ tokenUrl });
// @ts-expect-error a credential is text
createTokenSource({ tokenUrl, credential: () => 1 });
// @ts-expect-error no such option
void tokens.getToken({ insteadof: 'a' });
