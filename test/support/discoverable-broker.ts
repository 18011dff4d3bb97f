import { takePort } from '../../dev/servers/port.js';
import type { IssuedCredentialDto } from '../../src/clients/api/credential.dto.js';
import { startBroker, type TestBroker } from './broker.js';
import { makeMachine } from './machines.js';
import { makeOperator, makeTenant, type TestTenant } from './people.js';

/** A broker that is where its `PUBLIC_URL` says, with what a library needs to know. */
export interface DiscoverableBroker {
  readonly broker: TestBroker;
  readonly tenant: TestTenant;
  readonly machine: IssuedCredentialDto;
  /** Of a client that may introspect. */
  readonly asker: IssuedCredentialDto;
}

export async function startDiscoverableBroker(): Promise<DiscoverableBroker> {
  const port = await takePort('the broker');
  const broker = await startBroker({ port, env: { PUBLIC_URL: `http://127.0.0.1:${port}` } });
  const operator = await makeOperator(broker);
  const tenant = await makeTenant(operator);
  const machine = await makeMachine(tenant.admin.api);
  const asker = await makeMachine(operator.api, { tenantId: 'platform', scopes: [], introspect: true });
  return { broker, tenant, machine, asker };
}
