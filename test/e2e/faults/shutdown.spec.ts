import { jest } from '@jest/globals';
import { BatchReader } from '../../../src/aws/dynamodb/batch-reader.js';
import { DynamodbAuditLog } from '../../../src/aws/dynamodb/dynamodb-audit-log.js';
import { DynamodbSessionStore } from '../../../src/aws/dynamodb/dynamodb-session-store.js';
import { DynamodbWorkQueue } from '../../../src/aws/dynamodb/dynamodb-work-queue.js';
import { CredentialsService } from '../../../src/clients/credentials.service.js';
import { MINUTE, SECOND } from '../../../src/common/clock.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { startBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { eventually } from '../../support/eventually.js';
import { startFaultProxy } from '../../support/fault-proxy.js';
import { makePartner, system } from '../../support/partner.js';
import { makeOperator } from '../../support/people.js';
import { rawRequest } from '../../support/raw-request.js';
import { patience } from '../../support/signals.js';
import { itemsUnder } from '../../support/table.js';

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
    const sessions = new DynamodbSessionStore(table, new BatchReader(table, 5 * SECOND));
    expect(await sessions.find(clientId, credentialId, patience())).toBeUndefined();
    const now = Date.now();
    const request = { holder: 'another', now, until: now + MINUTE };
    expect(await new DynamodbWorkQueue(table).acquireLease(request, patience())).toBeDefined();
  });

  it('audits a failed sign-in that it still answers, and leaves the fleet only then', async () => {
    const cognito = await startFaultProxy(emulators().cognitoLocal);
    const broker = await startBroker({ endpoints: { cognito: cognito.endpoint } });
    const { email } = await makeOperator(broker);
    const hold = cognito.hold('InitiateAuth');
    const signingIn = rawRequest(broker.url, login(email, 'Wrong-Password-1'));
    await hold.held;
    const drained = jest.spyOn(broker.app.get(WorkRunner), 'beforeApplicationShutdown');
    const stopped = broker.stop();
    await eventually(
      () => Promise.resolve(drained.mock.results[0]),
      (result) => result !== undefined,
    );
    await drained.mock.results[0]!.value;
    expect(await itemsUnder(broker.table, 'REPLICAS')).toHaveLength(1);
    hold.release();
    expect((await signingIn).status).toBe(401);
    await stopped;
    await cognito.stop();
    expect(await itemsUnder(broker.table, 'REPLICAS')).toEqual([]);

    const trail = { tenantId: 'platform', limit: 10 };
    const { items } = await new DynamodbAuditLog(broker.table.table).list(trail, patience());
    expect(items[0]).toMatchObject({ action: 'user.sign_in_failed', ip: '127.0.0.1' });
  });
});

/** On a connection that is closed behind the answer, so that nothing else keeps the broker from ending. */
function login(email: string, password: string): string {
  const body = JSON.stringify({ email, password });
  const head = ['POST /api/v1/auth/login HTTP/1.1', 'Host: broker', 'Connection: close'];
  const fields = ['Content-Type: application/json', `Content-Length: ${body.length}`];
  return [...head, ...fields, '', body].join('\r\n');
}
