import { Clock, MINUTE, SECOND } from '../common/clock.js';
import type { Config, LimitsConfig } from '../config/config.js';
import { FailedAuthentications } from './failed-authentications.js';

const NOON = Date.UTC(2031, 4, 6, 12);
const ONE = 'cl_0000000000000001';
const OTHER = 'cl_0000000000000002';

class TestClock extends Clock {
  at = NOON;
  now(): number {
    return this.at;
  }
}

describe('failed authentications', () => {
  let clock: TestClock;
  let failures: FailedAuthentications;

  const counting = (limits?: Partial<LimitsConfig>) => new FailedAuthentications(clock, { limits } as Config);
  const times = (n: number, failure: { clientId?: string; ip?: string }) =>
    Array.from({ length: n }, () => failures.count(failure));

  beforeEach(() => {
    clock = new TestClock();
    failures = counting({ failedAuthentications: { perClient: 2, perAddress: 3 } });
  });

  it('of a client are let pass up to its limit, from wherever they come', () => {
    const from = (ip: string) => failures.count({ clientId: ONE, ip });
    expect(['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(from)).toEqual([undefined, undefined, 60]);
  });

  it('from an address are let pass up to its limit, whoever they claim to be', () => {
    const ip = '192.0.2.1';
    const claimed = [ONE, OTHER, undefined, 'cl_0000000000000003'];
    expect(claimed.map((clientId) => failures.count({ clientId, ip }))).toEqual([
      undefined,
      undefined,
      undefined,
      60,
    ]);
  });

  it('from addresses of one IPv6 network are counted together', () => {
    const from = (ip: string) => failures.count({ ip });
    const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8::4', '2001:db8:0:1::1'];
    expect(addresses.map(from)).toEqual([undefined, undefined, undefined, 60, undefined]);
  });

  it('are counted anew when the clock was set back', () => {
    times(9, { clientId: ONE });
    clock.at -= MINUTE;
    expect(times(3, { clientId: ONE })).toEqual([undefined, undefined, 60]);
  });

  it('of one are not counted for another', () => {
    times(9, { clientId: ONE, ip: '192.0.2.1' });
    expect(failures.count({ clientId: OTHER, ip: '192.0.2.2' })).toBeUndefined();
  });

  it('of nobody from nowhere are not counted', () => {
    expect(times(9, {})).toEqual(Array(9).fill(undefined));
  });

  it('are counted for the address alone where no client can be meant', () => {
    const claimed = ['x'.repeat(8_000), '', ONE.toUpperCase(), `${ONE}0`];
    for (const clientId of claimed) expect(times(9, { clientId })).toEqual(Array(9).fill(undefined));
    expect(times(4, { clientId: 'x', ip: '192.0.2.1' })).toEqual([undefined, undefined, undefined, 60]);
  });

  it('are counted for a minute from the first of them', () => {
    times(1, { clientId: ONE });
    clock.at = NOON + 40 * SECOND;
    times(1, { clientId: ONE });
    expect(failures.count({ clientId: ONE })).toBe(20);
    clock.at = NOON + MINUTE - 1;
    expect(failures.count({ clientId: ONE })).toBe(1);
    clock.at = NOON + MINUTE;
    expect(times(3, { clientId: ONE })).toEqual([undefined, undefined, 60]);
  });

  it('have to wait for the longer of two windows', () => {
    times(3, { ip: '192.0.2.1' });
    clock.at = NOON + 30 * SECOND;
    times(2, { clientId: ONE });
    expect(failures.count({ ip: '192.0.2.1' })).toBe(30);
    expect(failures.count({ clientId: ONE, ip: '192.0.2.1' })).toBe(60);
  });

  it('are remembered of ten thousand clients, the least recent forgotten first', () => {
    times(2, { clientId: ONE });
    const id = (i: number) => `cl_${String(i).padStart(16, '0')}`;
    for (let i = 10; i < 10_009; i++) failures.count({ clientId: id(i) });
    expect(failures.count({ clientId: ONE })).toBe(60);
    for (let i = 20_000; i < 30_000; i++) failures.count({ clientId: id(i) });
    expect(failures.count({ clientId: ONE })).toBeUndefined();
  });

  it('are not counted at all where nothing is limited', () => {
    failures = counting(undefined);
    expect(times(9, { clientId: ONE, ip: '192.0.2.1' })).toEqual(Array(9).fill(undefined));
  });
});
