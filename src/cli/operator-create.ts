import { NestFactory } from '@nestjs/core';
import { isEmail } from 'class-validator';
import { OperatorCreation } from '../admin/operators/operator-creation.js';
import type { UserStatus } from '../admin/users/user.js';
import { JsonLogger } from '../common/logging/json-logger.js';
import { exitOnBadConfiguration } from '../config/exit-on-bad-configuration.js';
import { readArguments } from './arguments.js';
import type { Command } from './command.js';
import { OperatorModule } from './operator.module.js';
import { UsageError } from './usage-error.js';

const TOLD: Readonly<Record<UserStatus, string>> = {
  invited: 'Cognito has mailed a temporary password.',
  invitation_failed: 'The mail could not be sent: have another operator send the invitation again.',
  active: 'They have signed in already.',
};

/** Invites an operator. Repeated for the same address, it changes nothing. */
export const createOperator: Command = {
  usage: `Usage: node dist/cli operator:create <email> [name] [--json]

Makes an operator, whom Cognito mails a temporary password. Repeated for the same address, it changes nothing.`,

  async run(args) {
    const options = { json: { type: 'boolean', default: false } } as const;
    const { values, positionals } = readArguments(args, this, options, { min: 1, max: 2 });
    const [email = '', name = email] = positionals;
    if (!isEmail(email)) throw new UsageError(this.usage);
    const app = await NestFactory.createApplicationContext(OperatorModule.with(exitOnBadConfiguration()), {
      logger: new JsonLogger('warn'),
    });
    try {
      const { id, status } = await app.get(OperatorCreation).createOperator(email, name);
      const told = `${email} is an operator (${id}). ${TOLD[status]}`;
      console.log(values.json ? JSON.stringify({ userId: id, email, status }) : told);
    } finally {
      await app.close();
    }
  },
};
