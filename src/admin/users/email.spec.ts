import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IsMailable } from './email.js';

class Dto {
  @IsMailable() email!: unknown;
}

function read(email: unknown) {
  const dto = plainToInstance(Dto, { email });
  return { email: dto.email, valid: validateSync(dto).length === 0 };
}

describe('IsMailable', () => {
  it('takes an address in normal form: trimmed, in lower case', () => {
    expect(read(' Ana.Lima+b2b@Acme.Example ')).toEqual({ email: 'ana.lima+b2b@acme.example', valid: true });
  });

  it.each([
    '',
    'ana',
    'ana@acme',
    'ana@acme.example\n.evil',
    'Ana <ana@acme.example>',
    'ána@acme.example',
    `ana@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example.com`,
    42,
    null,
    ['ana@acme.example'],
  ])('refuses %j', (email) => {
    expect(read(email).valid).toBe(false);
  });
});
