import { validateSync } from 'class-validator';
import { IsScopes } from './is-scopes.js';

class Dto {
  @IsScopes() scopes!: unknown;
}

const valid = (scopes: unknown): boolean => validateSync(Object.assign(new Dto(), { scopes })).length === 0;
const many = (count: number, length = 8): string[] =>
  Array.from({ length: count }, (_, index) => String(index).padStart(length, 'x'));

describe('IsScopes', () => {
  it.each([[[]], [['orders:read']], [many(50)]])('takes %j', (scopes) => {
    expect(valid(scopes)).toBe(true);
  });

  it.each([
    'orders:read',
    null,
    { length: 1 },
    [1],
    [''],
    ['a b'],
    ['"'],
    ['back\\slash'],
    ['é'],
    ['twice', 'twice'],
    ['orders:read', 'openid'],
    many(51),
    many(50, 100),
  ])('refuses %j', (scopes) => {
    expect(valid(scopes)).toBe(false);
  });
});
