import { createVerifier } from '../src/create-verifier.js';
import { InvalidOptions } from '../src/errors.js';
import { optionsIn } from '../src/lambda/settings.js';
import { readOptions, type VerifierOptions } from '../src/options.js';

const GOOD = { issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC', audience: 'app' };

it('names the pool by its id and region as well as by its issuer', () => {
  const { audience, issuer } = GOOD;
  expect(readOptions({ userPoolId: 'eu-central-1_AbC', region: 'eu-central-1', audience })).toMatchObject({
    issuer,
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    feedUrl: undefined,
  });
});

it('finds the feed at the broker, wherever its address ends', () => {
  const at = (broker: string | URL) => readOptions({ ...GOOD, broker }).feedUrl;
  const feed = 'https://auth.example.com/oauth/revocations';
  expect([at('https://auth.example.com'), at(new URL('https://auth.example.com/'))]).toEqual([feed, feed]);
});

it.each([
  ['audience', { ...GOOD, audience: '' }],
  ['audience', { issuer: GOOD.issuer }],
  ['issuer', { ...GOOD, issuer: 'eu-central-1_AbC' }],
  ['region', { audience: 'app' }],
  ['userPoolId', { audience: 'app', region: 'eu-central-1' }],
  ['broker', { ...GOOD, broker: 'auth.example.com' }],
  ['broker', { ...GOOD, broker: 'file:///etc/passwd' }],
  ['broker', { ...GOOD, broker: 'https://user:secret@auth.example.com' }],
  ['jwksUrl', { ...GOOD, jwksUrl: '/keys' }],
  ['jwksUrl', { ...GOOD, jwksUrl: 'https://:secret@keys.example.com' }],
  ['requiredScopes', { ...GOOD, requiredScopes: 'orders:read' }],
  ['requiredScopes', { ...GOOD, requiredScopes: [7] }],
  ['clockTolerance', { ...GOOD, clockTolerance: -1 }],
  ['clockTolerance', { ...GOOD, clockTolerance: NaN }],
  ['cacheSize', { ...GOOD, cacheSize: 1.5 }],
  ['maxRevocationsAge', { ...GOOD, maxRevocationsAge: '60' }],
  ['whenRevocationsStale', { ...GOOD, whenRevocationsStale: 'maybe' }],
])('names the option that is wrong: %s', (name, options) => {
  const make = () => createVerifier(options as VerifierOptions);
  expect(make).toThrow(InvalidOptions);
  expect(make).toThrow(new RegExp(`^${name} must be(?!.*secret)`));
});

describe('the environment of the authorizer', () => {
  it('may say everything', () => {
    expect(
      optionsIn({
        USER_POOL_ID: 'eu-central-1_AbC',
        AWS_REGION: 'eu-central-1',
        AUDIENCE: 'app',
        BROKER_URL: 'https://auth.example.com',
        JWKS_URL: 'https://keys.example.com',
        REQUIRED_SCOPES: 'orders:read  orders:write',
        MAX_REVOCATIONS_AGE: '30',
        WHEN_REVOCATIONS_STALE: 'deny',
      }),
    ).toEqual({
      userPoolId: 'eu-central-1_AbC',
      region: 'eu-central-1',
      audience: 'app',
      broker: 'https://auth.example.com',
      jwksUrl: 'https://keys.example.com',
      requiredScopes: ['orders:read', 'orders:write'],
      maxRevocationsAge: 30,
      whenRevocationsStale: 'deny',
    });
  });

  it('may say the least', () => {
    expect(optionsIn({ ...{ ISSUER: GOOD.issuer, AUDIENCE: 'app' }, BROKER_URL: '' })).toEqual(GOOD);
  });

  it('has to name a pool', () => {
    expect(() => optionsIn({ AUDIENCE: 'app' })).toThrow(/^USER_POOL_ID/);
  });

  it('may not say nonsense', () => {
    const options = optionsIn({ ISSUER: GOOD.issuer, AUDIENCE: 'app', MAX_REVOCATIONS_AGE: 'long' });
    expect(() => createVerifier(options)).toThrow(/^maxRevocationsAge/);
  });
});
