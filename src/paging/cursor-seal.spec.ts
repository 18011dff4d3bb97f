import fc from 'fast-check';
import { BadCursor } from '../common/page.js';
import { CursorSeal } from './cursor-seal.js';

describe('a sealed cursor', () => {
  const seal = new CursorSeal('a secret of the app client');

  it('opens on any replica, where it was handed out', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 300 }), fc.string(), (cursor, place) => {
        const replica = new CursorSeal('a secret of the app client');
        expect(replica.open(seal.seal(cursor, place), place)).toBe(cursor);
      }),
    );
  });

  it('opens nowhere else, and not with another secret', () => {
    const sealed = seal.seal('a cursor', 'here');
    expect(() => seal.open(sealed, 'there')).toThrow(BadCursor);
    expect(() => new CursorSeal('another secret').open(sealed, 'here')).toThrow(BadCursor);
  });

  it('does not open with any bit flipped, or any character changed', () => {
    const sealed = seal.seal('a cursor', 'here');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom(...'AZaz09-_'), (at, other) => {
        fc.pre(sealed[at] !== other);
        expect(() => seal.open(sealed.slice(0, at) + other + sealed.slice(at + 1), 'here')).toThrow(
          BadCursor,
        );
      }),
    );
  });

  it.each(['', 'x', 'A'.repeat(38), 'A'.repeat(5_000), 'ü'.repeat(50), `${'A'.repeat(50)}=`])(
    'is not %j',
    (text) => {
      expect(() => seal.open(text, 'here')).toThrow(BadCursor);
    },
  );
});
