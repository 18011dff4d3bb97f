import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IsText } from './is-text.js';

class Dto {
  @IsText({ max: 10 }) text!: unknown;
}

function read(given: unknown) {
  const dto = plainToInstance(Dto, { text: given });
  return { text: dto.text, valid: validateSync(dto).length === 0 };
}

describe('IsText', () => {
  it.each([
    [' Acme\t', 'Acme'],
    ['Ünïcødé 漢字', 'Ünïcødé 漢字'],
    ['a\u{1f680}b', 'a\u{1f680}b'],
  ])('takes %j, trimmed', (given, text) => expect(read(given)).toEqual({ text, valid: true }));

  it.each(['', ' ', 'x'.repeat(11), 'a\nb', 'a\u0085b', 'a\u202eb', 'a\ud83db', '\ude80', 7, null])(
    'refuses %j',
    (given) => expect(read(given).valid).toBe(false),
  );
});
