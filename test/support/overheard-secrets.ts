import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { KeyProvider } from '../../src/sealing/key-provider.js';
import { KnownSecrets, type SecretKind } from './known-secrets.js';

/** What a call of Cognito carries, of which some is secret. */
interface Carried {
  readonly Username?: string;
  readonly Password?: string;
  readonly UserPoolId?: string;
  readonly AuthParameters?: { readonly USERNAME?: string; readonly PASSWORD?: string };
  readonly SecretCode?: string;
  readonly AuthenticationResult?: Readonly<
    Partial<Record<'IdToken' | 'AccessToken' | 'RefreshToken', string>>
  >;
}

/** Adds the secrets that pass between a broker and what it stands on, from now on: those that Cognito has accepted. */
export function overhearSecrets(app: NestFastifyApplication, secrets: KnownSecrets): void {
  app.get(CognitoIdentityProviderClient).middlewareStack.add(
    (next) => async (asked) => {
      const answer = await next(asked);
      noteCognito(asked.input as Carried, answer.output as Carried, secrets);
      return answer;
    },
    { step: 'initialize', name: 'overhear', override: true },
  );
  const keys = app.get(KeyProvider);
  const generate = keys.generateDataKey.bind(keys);
  keys.generateDataKey = async (...request) => {
    const key = await generate(...request);
    secrets.add('data key', Buffer.from(key.plaintext).toString('base64'));
    return key;
  };
}

/** Machines are called by the pool's id, people by the app client's alone. */
function noteCognito(asked: Carried, answered: Carried, secrets: KnownSecrets): void {
  const { IdToken, AccessToken, RefreshToken } = answered.AuthenticationResult ?? {};
  const isMachine = asked.UserPoolId !== undefined;
  const note = (machine: SecretKind, person: SecretKind, secret?: string) =>
    secrets.add(isMachine ? machine : person, secret);
  const { USERNAME = asked.Username, PASSWORD = asked.Password } = asked.AuthParameters ?? {};
  if (USERNAME?.startsWith('c')) secrets.add('machine password', PASSWORD);
  else secrets.add('password of a person', PASSWORD);
  note('machine refresh token', 'refresh token of a person', RefreshToken);
  note('bearer token', 'access token of a person', isMachine ? IdToken : AccessToken);
  secrets.add('authenticator secret', answered.SecretCode);
}
