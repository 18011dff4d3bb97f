import { validateSync } from 'class-validator';
import { EachCidrBlock } from './is-cidr-block.js';

class Dto {
  @EachCidrBlock() blocks!: unknown;
}

const valid = (block: unknown): boolean =>
  validateSync(Object.assign(new Dto(), { blocks: [block] })).length === 0;

describe('EachCidrBlock', () => {
  it.each(['10.0.0.0/8', '192.0.2.7/32', '0.0.0.0/0', '2001:DB8::/32', '::/0', '64:ff9b::192.0.2.0/120'])(
    'takes %s',
    (block) => expect(valid(block)).toBe(true),
  );

  it.each([
    '192.0.2.1',
    '10.0.0.0/33',
    '::/129',
    '::ffff:10.0.0.0/104',
    '::FFFF:0a00:0/104',
    'fe80::1%eth0/64',
    '0x7f.1/8',
    '0x7f.0.0.1/8',
    '010.0.0.0/8',
    '10.1/16',
    '1/32',
    '10.0.0.0/ 8',
    '',
    7,
    null,
  ])('refuses %p', (block) => expect(valid(block)).toBe(false));
});
