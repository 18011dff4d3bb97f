import { jest } from '@jest/globals';
import type {
  CredentialDto,
  CredentialPageDto,
  IssuedCredentialDto,
} from '../../../src/clients/api/credential.dto.js';
import { SECOND } from '../../../src/common/clock.js';
import { WorkRunner } from '../../../src/work/work-runner.js';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { forgetTheDead, startBrokerProcess } from '../../support/broker-process.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, type Hold, startFaultProxy } from '../../support/fault-proxy.js';
import { makeClient } from '../../support/machines.js';
import { makeOperator, makeTenant, type TestTenant } from '../../support/people.js';
import { refreshGrant } from '../../support/token-endpoint.js';
import { travel } from '../../support/travel.js';

/** Longer than a request holds its record, shorter than what it left is its own. */
const LATER = 11 * SECOND;

/** docs/promises.md, 5 and 8: wherever a process dies, a repeat on another one finishes what it began, once. */
describe('a broker killed while it issues a credential with an Idempotency-Key', () => {
  let dynamodb: FaultProxy;
  let cognito: FaultProxy;
  let survivor: TestBroker;
  let tenant: TestTenant;

  beforeAll(async () => {
    dynamodb = await startFaultProxy(emulators().dynamodb);
    cognito = await startFaultProxy(emulators().cognitoLocal);
    survivor = await startBroker();
    // What is finished here is finished by the repeat, however long a busy machine takes to come to it.
    jest.spyOn(survivor.app.get(WorkRunner), 'round').mockResolvedValue(false);
    tenant = await makeTenant(await makeOperator(survivor));
  });
  afterEach(() => {
    dynamodb.clear();
    cognito.clear();
  });
  afterAll(async () => {
    await survivor.stop();
    await dynamodb.stop();
    await cognito.stop();
  });

  /** Goes on once the sign-in is under way, that is with a place taken, to stop where `arrange` says. */
  async function onceReserved(arrange: () => Hold): Promise<Hold> {
    const signIn = cognito.hold('AdminInitiateAuth');
    await signIn.held;
    const hold = arrange();
    signIn.release();
    return hold;
  }

  /** Each lets the process come to that point, and no further; and what is there to see then. */
  const POINTS: [string, () => Hold | Promise<Hold>, CredentialDto['status'][]][] = [
    ['nothing is reserved yet', () => dynamodb.hold('TransactWriteItems'), []],
    ['a place is reserved', () => cognito.hold('AdminInitiateAuth'), ['provisioning']],
    ['Cognito has signed it in', () => cognito.holdAnswer('AdminInitiateAuth'), ['provisioning']],
    [
      'it is committed',
      () => onceReserved(() => dynamodb.holdAnswer('TransactWriteItems', { times: 1 })),
      ['active'],
    ],
    ['its answer is not stored yet', () => onceReserved(() => dynamodb.hold('PutItem')), ['active']],
    [
      'its answer is stored, and not told',
      () => onceReserved(() => dynamodb.holdAnswer('PutItem', { times: 1 })),
      ['active'],
    ],
  ];

  it.each(POINTS)('when %s', async (_, stopAt, seen) => {
    const { clientId } = await makeClient(tenant.admin.api);
    const path = `/api/v1/clients/${clientId}/credentials`;
    const issue = (api: Api) =>
      api.post<IssuedCredentialDto>(path, { body: {}, headers: { 'idempotency-key': 'survives' } });
    const listed = async () => (await tenant.admin.api.get<CredentialPageDto>(path)).body.items;
    await forgetTheDead(survivor);
    const victim = await startBrokerProcess(survivor, {
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
    });

    const stopped = stopAt();
    const lost = issue(new Api(victim.url).as(tenant.admin.accessToken)).catch(() => 'cut off');
    await (
      await stopped
    ).held;
    await victim.kill();
    expect(await lost).toBe('cut off');
    expect((await listed()).map(({ status }) => status)).toEqual(seen);

    const back = travel(survivor, LATER);
    const repeat = await issue(tenant.admin.api);
    back();
    expect(repeat.status).toBe(201);
    expect((await refreshGrant(survivor.url, repeat.body.credential)).status).toBe(200);

    // What the dead process had sent arrives late, and comes to nothing.
    dynamodb.clear();
    cognito.clear();
    expect((await issue(tenant.admin.api)).text).toBe(repeat.text);
    expect(await listed()).toMatchObject([
      { credentialId: repeat.body.credentialId, status: 'active', successorId: null },
    ]);
  });
});
