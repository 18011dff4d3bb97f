import { DiscoveryModule, DiscoveryService, NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { OperatorCreation } from '../../../src/admin/operators/operator-creation.js';
import { OperatorModule } from '../../../src/cli/operator.module.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { acceptInvitation, anAddress } from '../../support/people.js';

describe('operator:create', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startBroker();
  });
  afterAll(() => broker.stop());

  it('makes an operator, and nothing runs beside it', async () => {
    const email = anAddress('operator');
    @Module({ imports: [OperatorModule.with(broker.config), DiscoveryModule] })
    class Surveyed {}
    const app = await NestFactory.createApplicationContext(Surveyed, { logger: false });
    const running = app
      .get(DiscoveryService)
      .getProviders()
      .filter(
        ({ instance }) => typeof (instance as Partial<Hooks> | null)?.onApplicationBootstrap === 'function',
      );
    await app.get(OperatorCreation, { strict: false }).createOperator(email, 'Olga Operator');
    await app.close();

    expect(running.map(({ name }) => name as string)).toEqual([]);
    const { api } = await acceptInvitation(new Api(broker.url), email);
    expect((await api.get<{ role: string }>('/api/v1/auth/me')).body.role).toBe('operator');
  });
});

interface Hooks {
  onApplicationBootstrap(): unknown;
}
