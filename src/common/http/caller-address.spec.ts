import fc from 'fast-check';
import { isWithin, networkOf, normalAddress } from './caller-address.js';

describe('a caller’s address', () => {
  it.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:0201', '192.0.2.1'],
    ['192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0::1', '2001:db8::1'],
  ])('%s is %s', (given, normal) => expect(normalAddress(given)).toBe(normal));

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:0:1:ffff::7', '2001:db8:0:1::'],
    ['nonsense', 'nonsense'],
  ])('%s is of the network %s', (address, network) => expect(networkOf(address)).toBe(network));

  it.each([
    ['192.0.2.7', ['192.0.2.0/24'], true],
    ['::ffff:192.0.2.7', ['192.0.2.0/24'], true],
    ['192.0.3.7', ['192.0.2.0/24'], false],
    ['192.0.3.7', ['192.0.2.0/24', '192.0.3.7/32'], true],
    ['2001:db8::1', ['2001:db8::/32'], true],
    ['2001:db9::1', ['2001:db8::/32'], false],
    ['192.0.2.7', ['::/0'], false],
    ['2001:db8::1', ['0.0.0.0/0'], false],
    ['nonsense', ['0.0.0.0/0', '::/0'], false],
    [undefined, ['0.0.0.0/0'], false],
    [undefined, [], true],
  ])('%s is within %j: %s', (address, cidrs, within) => expect(isWithin(address, cidrs)).toBe(within));

  it('is within its own block of any size', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, bits) => {
        expect(isWithin(address, [`${address}/${bits}`])).toBe(true);
        expect(isWithin(`::ffff:${address}`, [`${address}/${bits}`])).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (address, bits) => {
        fc.pre(normalAddress(address).includes(':'));
        expect(isWithin(address, [`${normalAddress(address)}/${bits}`])).toBe(true);
      }),
    );
  });
});
