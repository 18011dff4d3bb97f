import { NestFactory } from '@nestjs/core';
import { isEmail } from 'class-validator';
import { OperatorCreation } from '../admin/operators/operator-creation.js';
import type { UserStatus } from '../admin/users/user.js';
import { JsonLogger } from '../common/logging/json-logger.js';
import { exitOnBadConfiguration } from '../config/exit-on-bad-configuration.js';
import { OperatorModule } from './operator.module.js';
import { UsageError } from './usage-error.js';

const TOLD: Readonly<Record<UserStatus, string>> = {
  invited: 'Cognito has mailed a temporary password.',
  invitation_failed: 'The mail could not be sent: have another operator send the invitation again.',
  active: 'They have signed in already.',
};

/** Invites the operator. Repeated for the same address, it changes nothing. */
export async function createOperatorCommand([email = '', name = email]: readonly string[]): Promise<void> {
  if (!isEmail(email)) throw new UsageError('Usage: node dist/cli operator:create <email> [name]');
  const config = exitOnBadConfiguration();
  const app = await NestFactory.createApplicationContext(OperatorModule.with(config), {
    logger: new JsonLogger('warn'),
  });
  try {
    const { id, status } = await app.get(OperatorCreation).createOperator(email, name);
    console.log(`${email} is an operator (${id}). ${TOLD[status]}`);
  } finally {
    await app.close();
  }
}
