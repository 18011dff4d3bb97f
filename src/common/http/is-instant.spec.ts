import { validateSync } from 'class-validator';
import { IsInstant } from './is-instant.js';

class Dto {
  @IsInstant() at!: unknown;
}

const valid = (at: unknown): boolean => validateSync(Object.assign(new Dto(), { at })).length === 0;

describe('IsInstant', () => {
  it.each(['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.123+02:00', '2026-01-31T09:30Z', '2024-02-29'])(
    'takes %s, and Date.parse reads it',
    (text) => {
      expect(valid(text)).toBe(true);
      expect(Date.parse(text)).not.toBeNaN();
    },
  );

  it.each([
    '2026-01-31T09:30:00',
    '2026-02-30',
    '2026-02-30T00:00:00Z',
    '2026-W05',
    '2026',
    'now',
    '',
    1,
    null,
  ])('refuses %p', (text) => {
    expect(valid(text)).toBe(false);
  });

  it.each(['2026-01-31T24:30:00Z', '2026-01-31T09:60:00Z', '2026-13-01', '2026-01-31T09:30:00+99:00'])(
    'refuses %s, which no clock shows',
    (text) => {
      expect(valid(text)).toBe(false);
    },
  );
});
