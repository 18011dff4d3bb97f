import { secretHash } from './secret-hash.js';

describe('secretHash', () => {
  it('is HMAC-SHA-256 of user name and app client id under the client secret, in base64', () => {
    // printf '%s' 'cl_abc4example' | openssl dgst -sha256 -hmac 'a-secret' -binary | base64
    const hash = secretHash('cl_abc', { clientId: '4example', clientSecret: 'a-secret' });
    expect(hash).toBe('PfCK5na/XnYQrdEy03dNKZ9Dgmt9sJT1wCJY349awSU=');
  });
});
