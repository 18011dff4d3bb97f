import { Problem } from '../errors/problem.js';
import { PageQueryDto } from './page-query.dto.js';
import { ValidationPipe } from './validation.pipe.js';

const read = (query: object): Promise<PageQueryDto> =>
  new ValidationPipe().transform(query, { type: 'query', metatype: PageQueryDto }) as Promise<PageQueryDto>;

describe('the page of a list that is asked for', () => {
  it('is the first twenty when nothing is said', async () => {
    expect(await read({})).toEqual({ limit: 20 });
  });

  it.each(['1', '100'])('has up to a hundred items: %s', async (limit) => {
    expect(await read({ limit, cursor: 'abc' })).toEqual({ limit: Number(limit), cursor: 'abc' });
  });

  it.each(['0', '101', '-1', '1.5', '1e1', ' 5', '', 'ten', ['1', '2']])(
    'is refused with limit %p',
    async (limit) => {
      await expect(read({ limit })).rejects.toThrow(Problem);
    },
  );

  it.each(['', 'x'.repeat(3_000), ['a', 'b']])('is refused with such a cursor', async (cursor) => {
    await expect(read({ cursor })).rejects.toThrow(Problem);
  });

  it('is refused with a field that is not known', async () => {
    await expect(read({ page: '2' })).rejects.toMatchObject({ code: 'validation_failed' });
  });
});
