// cognito-local in the working directory, on HOST and PORT, with what we need of it beside its own start script:
// says ISSUER in its tokens where that is set, prints each message that Cognito would send as one line of JSON, takes plain user names, survives kill -9.
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';

const require = createRequire(createRequire(import.meta.url).resolve('cognito-local'));
const pino = require('pino');
const { localFileEngine: FileEngine } = require('stormdb');
const { Targets } = require('./targets/targets');
const { UnsupportedError } = require('./errors');
const { ConsoleMessageSender } = require('./services/messageDelivery/consoleMessageSender');

const config = {
  UserPoolDefaults: { UsernameAttributes: [] }, // its default takes e-mail addresses only
  TokenConfig: { IssuerDomain: process.env.ISSUER },
};
mkdirSync('.cognito', { recursive: true });
writeFileSync('.cognito/config.json', JSON.stringify(config));

// Its own way opens the file for each change anew and at once, so two changes write over each other.
FileEngine.prototype.write = function (state) {
  writeFileSync(`${this.path}.new`, this.serialize(state));
  renameSync(`${this.path}.new`, this.path);
  return Promise.resolve();
};

ConsoleMessageSender.prototype.sendToConsole = (
  _context,
  user,
  to,
  { __code: code, emailSubject, emailMessage },
) => {
  const [subject, text] =
    user.UserStatus === 'FORCE_CHANGE_PASSWORD' ? invitation(user, code) : codeMail(code);
  const mail = { to, subject: emailSubject ?? subject, text: emailMessage ?? text };
  process.stdout.write(`${JSON.stringify({ mail })}\n`);
  return Promise.resolve();
};

// The words of Cognito's own messages.
const invitation = (user, code) => [
  'Your temporary password',
  `Your username is ${user.Username} and temporary password is ${code}`,
];
const codeMail = (code) => ['Your verification code', `Your confirmation code is ${code}`];

// It cannot send an invitation again: a new temporary password, by the same kind of mail.
const { AdminCreateUser } = Targets;
Targets.AdminCreateUser = (services) => {
  const create = AdminCreateUser(services);
  return async (context, request) =>
    request.MessageAction === 'RESEND' ? inviteAgain(services, context, request) : create(context, request);
};

async function inviteAgain({ cognito, messages }, context, { UserPoolId, Username }) {
  const pool = await cognito.getUserPool(context, UserPoolId);
  const user = await pool.getUserByUsername(context, Username);
  if (user?.UserStatus !== 'FORCE_CHANGE_PASSWORD') throw new UnsupportedError('RESEND for this user');
  const Password = randomBytes(9).toString('base64url');
  await pool.saveUser(context, { ...user, Password });
  const to = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: Username };
  await messages.deliver(context, 'AdminCreateUser', null, UserPoolId, user, Password, undefined, to);
  return { User: { Username } };
}

// Read only now: it takes HOST and PORT from the environment as it is loaded.
const { createDefaultServer } = require('./server');
const server = await createDefaultServer(pino({ level: 'info' }, pino.destination({ fd: 2, sync: true })));
await server.start();
