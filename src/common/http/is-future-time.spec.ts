import { validateSync } from 'class-validator';
import { IsFutureTime } from './is-future-time.js';

class Dto {
  @IsFutureTime() at!: unknown;
}

const valid = (at: unknown): boolean => validateSync(Object.assign(new Dto(), { at })).length === 0;

describe('IsFutureTime', () => {
  it.each(['2999-01-01', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59+01:00'])('takes %s', (at) => {
    expect(valid(at)).toBe(true);
  });

  it.each(['2020-01-01T00:00:00Z', '9999-12-31T23:59:59-00:01', 'soon', null, undefined])(
    'refuses %p',
    (at) => expect(valid(at)).toBe(false),
  );
});
