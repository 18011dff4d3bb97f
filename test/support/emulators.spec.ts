import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { emulators } from './emulators.js';
import { mailsTo, nextMail } from './mailbox.js';

describe('the mailbox of cognito-local', () => {
  const client = new CognitoIdentityProviderClient({
    region: 'eu-central-1',
    endpoint: emulators().cognitoLocal,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  let pool: string;

  beforeAll(async () => {
    const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: 'mailbox' }));
    pool = UserPool?.Id ?? '';
  });
  afterAll(() => client.destroy());

  const invite = (email: string, more: { TemporaryPassword?: string; MessageAction?: 'SUPPRESS' } = {}) =>
    client.send(
      new AdminCreateUserCommand({
        UserPoolId: pool,
        Username: email,
        UserAttributes: [{ Name: 'email', Value: email }],
        DesiredDeliveryMediums: ['EMAIL'],
        ...more,
      }),
    );

  it('gets an invitation with the temporary password in clear', async () => {
    await invite('invited@mailbox.example', { TemporaryPassword: 'Temporary-1 "ü"' });

    expect(await nextMail('invited@mailbox.example')).toEqual({
      to: 'invited@mailbox.example',
      subject: 'Your temporary password',
      text: 'Your username is invited@mailbox.example and temporary password is Temporary-1 "ü"',
    });
  });

  it('gets nothing when the message is suppressed', async () => {
    await invite('silent@mailbox.example', { MessageAction: 'SUPPRESS' });
    await invite('loud@mailbox.example');
    await nextMail('loud@mailbox.example');

    expect(await mailsTo('silent@mailbox.example')).toEqual([]);
  });
});
