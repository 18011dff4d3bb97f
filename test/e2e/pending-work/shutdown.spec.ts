import { DynamodbSessionStore } from '../../../src/aws/dynamodb/dynamodb-session-store.js';
import { DynamodbWorkQueue } from '../../../src/aws/dynamodb/dynamodb-work-queue.js';
import { CredentialsService } from '../../../src/clients/credentials.service.js';
import { MINUTE } from '../../../src/common/clock.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { startBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { startFaultProxy } from '../../support/fault-proxy.js';
import { makePartner, system } from '../../support/partner.js';
import { patience } from '../../support/signals.js';

describe('a broker that is shut down', () => {
  it('finishes the work that is under way and gives the lease back', async () => {
    const cognito = await startFaultProxy(emulators().cognitoLocal);
    const broker = await startBroker({ endpoints: { cognito: cognito.endpoint } });
    const { clientId, credentialId } = await makePartner(broker);
    await broker.app.get(WorkRunner).round();

    const hold = cognito.hold('RevokeToken');
    await broker.app.get(CredentialsService, { strict: false }).revoke(system(), clientId, credentialId);
    await hold.held;
    const stopped = broker.stop();
    await new Promise(setImmediate);
    hold.release();
    await stopped;
    await cognito.stop();

    const { table } = broker.table;
    const sessions = new DynamodbSessionStore(table);
    expect(await sessions.find(clientId, credentialId, patience())).toBeUndefined();
    const now = Date.now();
    const request = { holder: 'another', now, until: now + MINUTE };
    expect(await new DynamodbWorkQueue(table).acquireLease(request, patience())).toBeDefined();
  });
});
