import { InvalidOptions } from '../errors.js';
import type { UserPool, VerifierOptions } from '../options.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The options of the bundled authorizer, from the function's environment. Empty counts as absent.
 * @throws InvalidOptions
 */
export function optionsIn(environment: Environment): VerifierOptions {
  const variable = (name: string) => environment[name]?.trim() || undefined;
  return {
    ...poolIn(variable),
    audience: variable('AUDIENCE') ?? '',
    ...given('broker', variable('BROKER_URL')),
    ...given('jwksUrl', variable('JWKS_URL')),
    ...given('requiredScopes', variable('REQUIRED_SCOPES')?.split(/\s+/)),
    ...given('maxRevocationsAge', numberIn(variable('MAX_REVOCATIONS_AGE'))),
    ...given('whenRevocationsStale', variable('WHEN_REVOCATIONS_STALE') as 'allow' | 'deny' | undefined),
  };
}

/** `AWS_REGION` is set by Lambda. */
function poolIn(variable: (name: string) => string | undefined): UserPool {
  const issuer = variable('ISSUER');
  if (issuer !== undefined) return { issuer };
  const [userPoolId, region] = [variable('USER_POOL_ID'), variable('AWS_REGION')];
  if (userPoolId === undefined || region === undefined)
    throw new InvalidOptions('USER_POOL_ID (and AWS_REGION) or ISSUER must be set');
  return { userPoolId, region };
}

function given<Name extends string, Value>(name: Name, value: Value | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { readonly [N in Name]?: Value };
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
