import { NestFactory } from '@nestjs/core';
import { isEmail } from 'class-validator';
import { OperatorCreation } from '../admin/operators/operator-creation.js';
import { JsonLogger } from '../common/logging/json-logger.js';
import { exitOnBadConfiguration } from '../config/exit-on-bad-configuration.js';
import { OperatorModule } from './operator.module.js';
import { UsageError } from './usage-error.js';

/** Invites the operator. Repeated for the same address, it changes nothing. */
export async function createOperatorCommand([email = '', name = email]: readonly string[]): Promise<void> {
  if (!isEmail(email)) throw new UsageError('Usage: node dist/cli operator:create <email> [name]');
  const config = exitOnBadConfiguration();
  const app = await NestFactory.createApplicationContext(OperatorModule.with(config), {
    logger: new JsonLogger('warn'),
  });
  try {
    const { userId } = await app.get(OperatorCreation).createOperator(email, name);
    console.log(`${email} is an operator (${userId}). Cognito has mailed a temporary password.`);
  } finally {
    await app.close();
  }
}
