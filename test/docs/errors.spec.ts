import { PROBLEMS } from '../../src/common/errors/problem-catalogue.js';
import { OAUTH_ERRORS } from '../../src/tokens/oauth-error.js';
import { plain, readPage, tableIn } from './markdown-table.js';

const page = readPage('errors.md');

describe('docs/errors.md', () => {
  it('lists every problem of the portal API as the catalogue has it, and no other', () => {
    const rows = tableIn(page, 'Portal API').map(([code = '', ...rest]) => [plain(code), ...rest]);
    const catalogue = Object.entries(PROBLEMS).map(([code, { status, title, help }]) => [
      code,
      String(status),
      title,
      help,
    ]);
    expect(rows).toEqual(catalogue);
  });

  it('lists every error of the OAuth endpoints as the catalogue has it, and no other', () => {
    const rows = tableIn(page, 'OAuth endpoints').map(([status, error = '', description]) => [
      status,
      plain(error),
      description,
    ]);
    const catalogue = Object.values(OAUTH_ERRORS).map(({ status, error, description }) => [
      String(status),
      error,
      description,
    ]);
    expect(rows).toEqual(catalogue);
  });

  it('says what to do about each error of the OAuth endpoints', () => {
    const advice = tableIn(page, 'OAuth endpoints').map(([, , , whatToDo]) => whatToDo);
    expect(advice.filter((text) => !text)).toEqual([]);
  });
});
