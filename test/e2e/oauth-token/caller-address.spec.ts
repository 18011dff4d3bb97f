import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { makeMachine } from '../../support/machines.js';
import { makeOperator, makeTenant } from '../../support/people.js';

describe('POST /oauth/token, the address of the caller', () => {
  let broker: TestBroker;
  afterEach(() => broker.stop());

  /** Asks for a token of a client that may ask from 192.0.2.0/24 and 2001:db8::/32 only. */
  async function ask(TRUSTED_PROXIES: string, ...forwarded: string[]): Promise<number[]> {
    broker = await startBroker({ env: { TRUSTED_PROXIES } });
    const { admin } = await makeTenant(await makeOperator(broker));
    const { credential } = await makeMachine(admin.api, { allowedCidrs: ['192.0.2.0/24', '2001:db8::/32'] });
    const form = { grant_type: 'refresh_token', refresh_token: credential };
    const answers = forwarded.map((address) =>
      new Api(broker.url).token(form, { 'x-forwarded-for': address }),
    );
    return (await Promise.all(answers)).map(({ status }) => status);
  }

  it('is what a trusted proxy says', async () => {
    const allowed = ['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::7', '203.0.113.9, 192.0.2.7'];
    const foreign = ['203.0.113.9', '192.0.2.7, 203.0.113.9', 'nonsense'];

    expect(await ask('127.0.0.0/8', ...allowed, ...foreign)).toEqual([200, 200, 200, 200, 400, 400, 400]);
  });

  it('is never what anybody else says', async () => {
    expect(await ask('', '192.0.2.7')).toEqual([400]);
    await broker.stop();
    expect(await ask('10.0.0.0/8', '192.0.2.7')).toEqual([400]);
  });
});
